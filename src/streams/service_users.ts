import { fields } from '../sync/fields/field-list';
import { optional, required, text, time } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { roleAssignments } from './idp_groups';

const serviceUser = fields('a service user', {
  service_user_id: required(text()),
  name: text(),
  expires_at: optional(time('When the key expires or has expired; null for never.')),
  deleted_at: optional(time('When the service user was removed; null for not.')),
  role_assignments: roleAssignments,
});

const permission = { enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' } };

export const serviceUsers = snapshotStream({
  name: 'service_users',
  description: 'The service users of the enterprise as they are now, expired and removed ones included.',
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
