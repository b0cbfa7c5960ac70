import { array, nullableInteger, nullableString, object, string } from '../devin/answer';
import { snapshotStream } from '../sync/snapshot';
import { nullableTimestamp } from '../sync/timestamp';
import { roleAssignment, type RoleAssignment } from './idp_groups';

export interface ServiceUsersRecord {
  service_user_id: string;
  name: string | null;
  /**
   * When the key expires or has expired; null for never.
   * @format date-time
   */
  expires_at: string | null;
  /**
   * When the service user was removed; null for not.
   * @format date-time
   */
  deleted_at: string | null;
  role_assignments: RoleAssignment[];
}

const permission = { enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' } };

export const serviceUsers = snapshotStream<ServiceUsersRecord>({
  name: 'service_users',
  description: 'The service users of the enterprise as they are now, expired and removed ones included.',
  scopes: ['enterprise'],
  primaryKey: ['service_user_id'],
  permission,
  endpoint: '/members/service-users?include_inactive=true',
  probes: (scope) => [{ paths: [scope.path('members', 'service-users')], query: { first: 1 }, permission }],
  path: (scope) => scope.path('members', 'service-users'),
  query: { include_inactive: true },
  row: (item) => {
    const serviceUser = object(item, 'a service user');
    return {
      service_user_id: string(serviceUser, 'service_user_id'),
      name: nullableString(serviceUser, 'name'),
      expires_at: nullableTimestamp(nullableInteger(serviceUser, 'expires_at')),
      deleted_at: nullableTimestamp(nullableInteger(serviceUser, 'deleted_at')),
      role_assignments: array(serviceUser.role_assignments, 'role_assignments').map(roleAssignment),
    };
  },
});
