import { fields } from '../sync/fields/field-list';
import { list, record } from '../sync/fields/nested-fields';
import { optional, required, text } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';

const role = record('The role.', {
  role_id: text('The id of the role.'),
  role_name: text('The name of the role.'),
  role_type: optional(text('`enterprise` or `org`. Null if Devin does not send it.')),
});

/** The fields of a role assignment. */
export const roleAssignment = {
  role,
  org_id: optional(text('The organization to which the role applies. Null for the whole enterprise.')),
};

/** A list of roles. */
export const roleAssignments = (description: string) =>
  list(record('A role and where it applies.', roleAssignment), description);

const group = fields('an identity-provider group', {
  idp_group_name: required(text('The name of the group.')),
  role_assignments: roleAssignments('The roles that the group gives to its members.'),
});

export const idpGroups = snapshotStream({
  name: 'idp_groups',
  description: 'The current identity-provider groups that have roles in the enterprise.',
  fields: group.fields,
  scopes: ['enterprise'],
  primaryKey: ['idp_group_name'],
  permission: { enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' } },
  endpoint: '/members/idp-groups',
  probes: (scope) => [{ paths: [scope.path('members', 'idp-groups')], query: { first: 1 } }],
  path: (scope) => scope.path('members', 'idp-groups'),
  row: group.read,
});
