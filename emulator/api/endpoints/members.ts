import type { Call, Endpoint } from '../endpoint';
import { permissions, type Permission } from '../keys';
import { pageOf } from '../paging';
import { directMembers, idpMembers } from '../../world/rosters';
import type { Switches } from '../../world/switches';

const hasGroups = (switches: Switches): boolean => switches.idpUsers === 'list';

/** People, in each of the three path families. */
export const memberEndpoints: Endpoint[] = [
  ...inFamily('/v3/enterprise/members', permissions.accountMembership),
  ...inFamily('/v3/enterprise/organizations/{org_id}/members', permissions.accountMembership),
  ...inFamily('/v3beta1/organizations/{org_id}/members', permissions.orgMembership, 'v3beta1'),
  ...inFamily('/v3/organizations/{org_id}/members', permissions.orgMembership, 'v3'),
];

function inFamily(base: string, permission: Permission, prefix?: 'v3beta1' | 'v3'): Endpoint[] {
  const exists = ({ orgMembersPath }: Switches): boolean =>
    prefix === undefined || orgMembersPath === 'both' || orgMembersPath === prefix;
  const hasIdpUsers = (switches: Switches): boolean => exists(switches) && hasGroups(switches);
  return [
    { path: `${base}/users`, permission, exists, answer: users },
    { path: `${base}/idp-users`, permission, exists: hasIdpUsers, answer: idpUsers },
  ];
}

function users(call: Call): unknown {
  return pageOf(call, withEmail(call, directMembers(call.view, call.orgId)), { keyOf });
}

function idpUsers(call: Call): unknown {
  return pageOf(call, withEmail(call, idpMembers(call.view, call.orgId)), { keyOf });
}

function keyOf({ user_id: id }: { user_id: string }): string {
  return id;
}

function withEmail<Member extends { email: string | null }>(call: Call, members: Member[]): Member[] {
  const email = call.query.get('email');
  return email === null ? members : members.filter((member) => member.email === email);
}
