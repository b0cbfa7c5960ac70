import { dailyListStream } from '../sync/daily-list';
import { listed } from '../sync/listed';
import { ownersOf, type Subjects } from '../sync/subjects';
import {
  consumption,
  consumptionNote,
  consumptionPermission,
  consumptionProbe,
  type Consumption,
} from './daily_user_consumption';
import { serviceUsers } from './service_users';

interface OfServiceUser {
  service_user_id: string;
  /** Null once Devin no longer lists the service user. */
  service_user_name: string | null;
}

export interface DailyServiceUserConsumptionRecord extends OfServiceUser, Consumption {
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

/** The service users that there are now, expired and removed ones included, as they have spent too. */
const eachServiceUser: Subjects<OfServiceUser> = {
  name: 'service users',
  present: async (context, known = []) =>
    ownersOf(await listed(serviceUsers, context, known), (id, { name }) => ofServiceUser(id, name)),
  left: (id) => ofServiceUser(id, null),
};

function ofServiceUser(id: string, name: string | null): OfServiceUser {
  return { service_user_id: id, service_user_name: name };
}

export const dailyServiceUserConsumption = dailyListStream<DailyServiceUserConsumptionRecord, OfServiceUser>({
  name: 'daily_service_user_consumption',
  description:
    'ACUs of the sessions that each service user started, by billing day, expired and removed ones included; days that Devin ' +
    'leaves out have no row.',
  scopes: ['enterprise'],
  primaryKey: ['date', 'service_user_id'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/service-users/{service_user_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), ...serviceUsers.probes(scope, lastDay)],
  path: (scope) => scope.path('consumption', 'daily'),
  row: consumption,
  by: { ...eachServiceUser, path: (scope, id) => scope.path('consumption', 'daily', 'service-users', id) },
});
