import { dailyListStream } from '../sync/daily-list';
import {
  consumption,
  consumptionNote,
  consumptionPermission,
  consumptionProbe,
  type Consumption,
} from './daily_user_consumption';
import { organizations, readOrganizations } from './organizations';

export interface DailyOrganizationConsumptionRecord extends Consumption {
  org_id: string;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyOrganizationConsumption = dailyListStream<DailyOrganizationConsumptionRecord, unknown>({
  name: 'daily_organization_consumption',
  description: 'ACUs of each organization and billing day; days that Devin leaves out have no row.',
  scopes: ['enterprise'],
  primaryKey: ['date', 'org_id'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/organizations/{org_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), ...organizations.probes(scope, lastDay)],
  subjectsName: 'organizations',
  subjects: readOrganizations,
  path: (scope, orgId) => scope.path('consumption', 'daily', 'organizations', orgId),
  totalPath: (scope) => scope.path('consumption', 'daily'),
  row: (day, orgId) => ({ org_id: orgId, ...consumption(day) }),
});
