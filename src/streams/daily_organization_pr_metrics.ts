import { dailyAggregateStream } from '../sync/daily-aggregate';
import { dailyPrMetrics, metricsPermission, prCounts, pullRequests, type PrCounts } from './daily_pr_metrics';
import { eachOrganization, organizations, type OfOrganization } from './organizations';

export interface DailyOrganizationPrMetricsRecord extends OfOrganization, PrCounts {
  /**
   * The billing day on which the pull requests were created.
   * @format date
   */
  date: string;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyOrganizationPrMetrics = dailyAggregateStream<
  DailyOrganizationPrMetricsRecord,
  OfOrganization
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
  row: prCounts,
  events: pullRequests,
  by: { ...eachOrganization, filter: 'org_ids', hasZeroDays: true },
});
