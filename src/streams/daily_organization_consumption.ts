import { consumption } from '../sync/requests/consumption';
import { dailyListStream } from '../sync/shapes/daily-list';
import { dateField, isFinalField } from '../sync/fields/engine-fields';
import { consumptionNote, consumptionPermission, consumptionProbe } from './daily_user_consumption';
import { eachOrganization, ofOrganization, organizations } from './organizations';

export const dailyOrganizationConsumption = dailyListStream({
  name: 'daily_organization_consumption',
  description: 'ACUs of each organization and billing day. A day for which Devin sends nothing has no row.',
  fields: { ...ofOrganization, date: dateField(), ...consumption.fields, is_final: isFinalField() },
  scopes: ['enterprise'],
  primaryKey: ['date', 'org_id'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/organizations/{org_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), ...organizations.probes(scope, lastDay)],
  path: (scope) => scope.path('consumption', 'daily'),
  row: (own) => own,
  by: {
    ...eachOrganization,
    path: (scope, orgId) => scope.path('consumption', 'daily', 'organizations', orgId),
  },
});
