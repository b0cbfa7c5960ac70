import { consumption } from '../sync/requests/consumption';
import { dailyListStream } from '../sync/shapes/daily-list';
import { dateField, isFinalField, organizationRead } from '../sync/fields/engine-fields';
import { number, optional, required, time } from '../sync/fields/fields';
import { consumptionNote, consumptionPermission, consumptionProbe } from './daily_user_consumption';

export const dailyConsumption = dailyListStream({
  name: 'daily_consumption',
  description: 'ACUs of the whole enterprise or organization, in total and by product. One row for each day.',
  fields: {
    date: dateField(),
    day_start_at: optional(time("Devin's own timestamp of the day. Null if Devin sends no row for the day.")),
    org_id: organizationRead,
    acus: required(
      number('Agent compute units (ACUs) that were consumed that day. 0 if Devin sends no row for the day.'),
    ),
    acus_by_product: consumption.fields.acus_by_product,
    is_final: isFinalField(),
  },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay)],
  path: (scope) => scope.path('consumption', 'daily'),
  row: (own, { scope }) => ({ org_id: scope.orgId, ...own }),
  leftOut: ({ scope }) => ({ org_id: scope.orgId, day_start_at: null, acus: 0, acus_by_product: {} }),
});
