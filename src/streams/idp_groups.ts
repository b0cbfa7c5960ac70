import { array, object, string } from '../devin/answer';
import { snapshotStream } from '../sync/snapshot';
import { roleAssignment, type RoleAssignment } from './members';

export interface IdpGroupsRecord {
  idp_group_name: string;
  role_assignments: RoleAssignment[];
}

export const idpGroups = snapshotStream<IdpGroupsRecord>({
  name: 'idp_groups',
  description: 'The identity-provider groups with roles in the enterprise as they are now.',
  scopes: ['enterprise'],
  primaryKey: ['idp_group_name'],
  permission: { enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' } },
  endpoint: '/members/idp-groups',
  probes: (scope) => [{ paths: [scope.path('members', 'idp-groups')], query: { first: 1 } }],
  path: (scope) => scope.path('members', 'idp-groups'),
  row: (item) => {
    const group = object(item, 'an identity-provider group');
    return {
      idp_group_name: string(group, 'idp_group_name'),
      role_assignments: array(group.role_assignments, 'role_assignments').map(roleAssignment),
    };
  },
});
