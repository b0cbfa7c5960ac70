import { integer, object } from '../devin/answer';
import { aggregateQuery } from '../sync/aggregate';
import { dailyAggregateStream } from '../sync/daily-aggregate';
import { metricsPermission } from './daily_pr_metrics';

export interface DailyUsageMetricsRecord {
  /**
   * The billing day.
   * @format date
   */
  date: string;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /** @asType integer */
  sessions_count: number;
  /** @asType integer */
  searches_count: number;
  /** @asType integer */
  prs_created_count: number;
  /**
   * Pull requests of that day that were merged when read.
   * @asType integer
   */
  prs_merged_count: number;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyUsageMetrics = dailyAggregateStream<DailyUsageMetricsRecord>({
  name: 'daily_usage_metrics',
  description: 'Sessions, searches and pull requests together; one row a day.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: metricsPermission,
  endpoint: '/metrics/usage',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'usage')], query: aggregateQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'usage'),
  row: (answer, { scope }) => {
    const counts = object(answer, 'metrics/usage');
    return {
      org_id: scope.orgId,
      sessions_count: integer(counts, 'sessions_count'),
      searches_count: integer(counts, 'searches_count'),
      prs_created_count: integer(counts, 'prs_created_count'),
      prs_merged_count: integer(counts, 'prs_merged_count'),
    };
  },
  events: (counts) => counts.sessions_count + counts.searches_count,
});
