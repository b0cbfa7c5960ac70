import type { Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageOf } from '../paging';
import { organizationGroups, organizationLimits, usageTiers } from '../../world/enterprise-limits';

/** Limits of groups, of organizations and of people. */
export const limitEndpoints: Endpoint[] = [
  {
    path: '/v3/enterprise/org-group-limits',
    permission: permissions.organizations,
    answer: ({ view }) => ({ groups: organizationGroups(view.world) }),
  },
  {
    path: '/v3beta1/enterprise/organizations/{org_id}/consumption/acu-limits',
    permission: permissions.accountLimits,
    isBeta: true,
    answer: ({ view, orgId }) => organizationLimits(view.world, orgId ?? ''),
  },
  {
    path: '/v3beta1/enterprise/usage-policies/tiers',
    permission: permissions.accountLimits,
    isBeta: true,
    answer: (call) => pageOf(call, usageTiers(call.view), { keyOf: ({ tier_id: id }) => String(id) }),
  },
];
