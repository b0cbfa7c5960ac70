import { dailyAggregateByStream } from '../sync/daily-aggregate-by';
import { dailyPrMetrics, metricsPermission, prCounts, pullRequests, type PrCounts } from './daily_pr_metrics';
import { organizations, readOrganizations } from './organizations';

export interface DailyOrganizationPrMetricsRecord extends PrCounts {
  /**
   * The billing day on which the pull requests were created.
   * @format date
   */
  date: string;
  org_id: string;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyOrganizationPrMetrics = dailyAggregateByStream<
  DailyOrganizationPrMetricsRecord,
  PrCounts,
  unknown
>({
  name: 'daily_organization_pr_metrics',
  description: 'Pull requests of each organization by the day on which Devin created them; one row a day.',
  scopes: ['enterprise'],
  primaryKey: ['date', 'org_id'],
  permission: metricsPermission,
  endpoint: '/metrics/prs?org_ids=',
  probes: (scope, lastDay) => [
    ...dailyPrMetrics.probes(scope, lastDay),
    ...organizations.probes(scope, lastDay),
  ],
  path: (scope) => scope.path('metrics', 'prs'),
  filter: 'org_ids',
  subjectsName: 'organizations',
  subjects: (context) => readOrganizations(context, []),
  row: prCounts,
  events: pullRequests,
  owner: (orgId) => ({ org_id: orgId }),
  hasZeroDays: true,
});
