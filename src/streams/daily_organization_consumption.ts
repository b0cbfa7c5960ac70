import { dailyListStream } from '../sync/daily-list';
import {
  consumption,
  consumptionNote,
  consumptionPermission,
  consumptionProbe,
  type Consumption,
} from './daily_user_consumption';
import { eachOrganization, organizations, type OfOrganization } from './organizations';

export interface DailyOrganizationConsumptionRecord extends OfOrganization, Consumption {
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyOrganizationConsumption = dailyListStream<
  DailyOrganizationConsumptionRecord,
  OfOrganization
>({
  name: 'daily_organization_consumption',
  description: 'ACUs of each organization and billing day; days that Devin leaves out have no row.',
  scopes: ['enterprise'],
  primaryKey: ['date', 'org_id'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/organizations/{org_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), ...organizations.probes(scope, lastDay)],
  path: (scope) => scope.path('consumption', 'daily'),
  row: consumption,
  by: {
    ...eachOrganization,
    path: (scope, orgId) => scope.path('consumption', 'daily', 'organizations', orgId),
  },
});
