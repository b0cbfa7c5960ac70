import { fields } from '../sync/fields/field-list';
import { optional, required, text, time } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { roleAssignments } from './idp_groups';

const serviceUser = fields('a service user', {
  service_user_id: required(text('The id of the service user.')),
  name: text('The name of the service user.'),
  expires_at: optional(
    time('When the key of the service user expires or expired. Null if it never expires.'),
  ),
  deleted_at: optional(time('When the service user was removed. Null if it was not removed.')),
  role_assignments: roleAssignments('The roles of the service user.'),
});

const permission = { enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' } };

export const serviceUsers = snapshotStream({
  name: 'service_users',
  description: 'The service users of the enterprise, including expired and removed ones.',
  fields: serviceUser.fields,
  scopes: ['enterprise'],
  primaryKey: ['service_user_id'],
  permission,
  endpoint: '/members/service-users?include_inactive=true',
  probes: (scope) => [{ paths: [scope.path('members', 'service-users')], query: { first: 1 }, permission }],
  path: (scope) => scope.path('members', 'service-users'),
  query: { include_inactive: true },
  row: serviceUser.read,
});
