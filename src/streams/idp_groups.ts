import { array, nullableString, object, string } from '../devin/answer';
import { snapshotStream } from '../sync/snapshot';

/** A role, direct or through an identity-provider group. */
interface Role {
  role_id: string;
  role_name: string;
  /** `enterprise` or `org`; null where Devin does not say. */
  role_type: string | null;
}

/** A role given to the person directly. */
export interface RoleAssignment {
  role: Role;
  /** The organization in which the role holds; null for the whole enterprise. */
  org_id: string | null;
}

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

/** The fields of a role assignment. */
export function roleAssignment(item: unknown): RoleAssignment {
  const assignment = object(item, 'a role assignment');
  const role = object(assignment.role, 'role');
  return {
    role: {
      role_id: string(role, 'role_id'),
      role_name: string(role, 'role_name'),
      role_type: nullableString(role, 'role_type'),
    },
    org_id: nullableString(assignment, 'org_id'),
  };
}
