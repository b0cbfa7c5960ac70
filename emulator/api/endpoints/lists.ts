import { acuLimits, type AcuLimit } from '../../world/acu-limits';
import { cyclesBetween } from '../../world/billing-cycles';
import { startOf } from '../../world/billing-days';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageOf } from '../paging';
import { flag } from '../query';
import { idpGroups, serviceUsers } from '../../world/service-users';
import type { Switches } from '../../world/switches';

const membership = permissions.accountMembership;
const family = '/v3/enterprise/organizations/{org_id}/members';
const exists = ({ idpUsers }: Switches): boolean => idpUsers === 'list';

/** Organizations, service users, groups, billing cycles and limits. */
export const listEndpoints: Endpoint[] = [
  { path: '/v3/enterprise/organizations', permission: permissions.organizations, answer: organizations },
  { path: '/v3/enterprise/members/service-users', permission: membership, answer: someServiceUsers },
  { path: '/v3/enterprise/members/idp-groups', permission: membership, exists, answer: groups },
  { path: `${family}/service-users`, permission: membership, answer: someServiceUsers },
  { path: `${family}/idp-groups`, permission: membership, exists, answer: groups },
  { path: '/v3/enterprise/consumption/cycles', permission: permissions.accountConsumption, answer: cycles },
  {
    path: '/v3/enterprise/consumption/acu-limits/devin',
    permission: permissions.accountConsumption,
    answer: limits,
  },
];

function organizations(call: Call): unknown {
  return pageOf(call, call.view.world.organizations, { keyOf: ({ org_id: id }) => id });
}

function someServiceUsers(call: Call): unknown {
  const all = serviceUsers(call.view, call.orgId, flag(call.query, 'include_inactive') ?? false);
  return pageOf(call, all, { keyOf: ({ service_user_id: id }) => id });
}

function groups(call: Call): unknown {
  return pageOf(call, idpGroups(call.view, call.orgId), { keyOf: ({ idp_group_name: name }) => name });
}

function cycles(call: Call): unknown {
  const all = cyclesBetween(startOf(call.view.world.firstDay), call.view.now);
  return pageOf(call, all, { keyOf: ({ after }) => after });
}

function limits(call: Call): unknown {
  const keyOf = ({ scope, org_id: orgId, user_id: userId }: AcuLimit): string =>
    [scope, orgId, userId].join(' ');
  return pageOf(call, acuLimits(call.view.world), { keyOf });
}
