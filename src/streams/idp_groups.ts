import { fields } from '../sync/fields/field-list';
import { list, record } from '../sync/fields/nested-fields';
import { optional, required, text } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';

const role = record('A role, direct or through an identity-provider group.', {
  role_id: text(),
  role_name: text(),
  role_type: optional(text('`enterprise` or `org`; null where Devin does not say.')),
});

/** The fields of a role assignment. */
export const roleAssignment = {
  role,
  org_id: optional(text('The organization in which the role holds; null for the whole enterprise.')),
};

/** Roles that are given directly. */
export const roleAssignments = list(record('A role given to the person directly.', roleAssignment));

const group = fields('an identity-provider group', {
  idp_group_name: required(text()),
  role_assignments: roleAssignments,
});

export const idpGroups = snapshotStream({
  name: 'idp_groups',
  description: 'The identity-provider groups with roles in the enterprise as they are now.',
  fields: group.fields,
  scopes: ['enterprise'],
  primaryKey: ['idp_group_name'],
  permission: { enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' } },
  endpoint: '/members/idp-groups',
  probes: (scope) => [{ paths: [scope.path('members', 'idp-groups')], query: { first: 1 } }],
  path: (scope) => scope.path('members', 'idp-groups'),
  row: group.read,
});
