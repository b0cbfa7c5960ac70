import { dailyListStream } from '../sync/daily-list';
import {
  consumption,
  consumptionNote,
  consumptionPermission,
  consumptionProbe,
  type Consumption,
} from './daily_user_consumption';
import { readServiceUsers, serviceUsers } from './service_users';

export interface DailyServiceUserConsumptionRecord extends Consumption {
  service_user_id: string;
  /** Null once Devin no longer lists the service user. */
  service_user_name: string | null;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyServiceUserConsumption = dailyListStream<
  DailyServiceUserConsumptionRecord,
  { name: string | null }
>({
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
  subjectsName: 'service users',
  subjects: readServiceUsers,
  path: (scope, id) => scope.path('consumption', 'daily', 'service-users', id),
  totalPath: (scope) => scope.path('consumption', 'daily'),
  row: (day, id, serviceUser) => ({
    service_user_id: id,
    service_user_name: serviceUser?.name ?? null,
    ...consumption(day),
  }),
});
