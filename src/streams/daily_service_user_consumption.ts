import { consumption } from '../sync/requests/consumption';
import { dailyListStream } from '../sync/shapes/daily-list';
import { dateField, isFinalField } from '../sync/fields/engine-fields';
import type { RecordOf } from '../sync/fields/record-reader';
import { added, optional, text } from '../sync/fields/fields';
import { listed } from '../sync/fan-out/listed-subjects';
import { subjectFields, type Subjects } from '../sync/fan-out/subjects';
import { consumptionNote, consumptionPermission, consumptionProbe } from './daily_user_consumption';
import { serviceUsers } from './service_users';

const ofServiceUserFields = {
  service_user_id: added(text('The id of the service user.')),
  service_user_name: optional(
    text('The name of the service user. Null if Devin no longer lists the service user.'),
  ),
};
type OfServiceUser = RecordOf<typeof ofServiceUserFields>;

/** The current service users, with expired and removed ones, because those consumed ACUs too. */
const eachServiceUser: Subjects<OfServiceUser> = {
  name: 'service users',
  current: async (context, known = []) =>
    subjectFields(await listed(serviceUsers, context, known), (id, { name }) => ofServiceUser(id, name)),
  formerFields: (id) => ofServiceUser(id, null),
};

function ofServiceUser(id: string, name: string | null): OfServiceUser {
  return { service_user_id: id, service_user_name: name };
}

export const dailyServiceUserConsumption = dailyListStream({
  name: 'daily_service_user_consumption',
  description:
    'ACUs of the sessions that each service user started, by billing day. It includes expired and removed service users. ' +
    'A day for which Devin sends nothing has no row.',
  fields: { ...ofServiceUserFields, date: dateField(), ...consumption.fields, is_final: isFinalField() },
  scopes: ['enterprise'],
  primaryKey: ['date', 'service_user_id'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/service-users/{service_user_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), ...serviceUsers.probes(scope, lastDay)],
  path: (scope) => scope.path('consumption', 'daily'),
  row: (own) => own,
  by: { ...eachServiceUser, path: (scope, id) => scope.path('consumption', 'daily', 'service-users', id) },
});
