import { dailyAggregateStream } from '../sync/daily-aggregate';
import { dailyPrMetrics, metricsPermission, prCounts, pullRequests, type PrCounts } from './daily_pr_metrics';
import { eachMember, type OfMember } from './daily_user_consumption';
import { members } from './members';

export interface DailyUserPrMetricsRecord extends OfMember, PrCounts {
  /**
   * The billing day on which the pull requests were created.
   * @format date
   */
  date: string;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyUserPrMetrics = dailyAggregateStream<DailyUserPrMetricsRecord, OfMember>({
  name: 'daily_user_pr_metrics',
  description:
    'Pull requests of each user by the day on which Devin created them; only days with pull requests have a row.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: metricsPermission,
  endpoint: '/metrics/prs?user_ids=',
  probes: (scope, lastDay) => [...dailyPrMetrics.probes(scope, lastDay), ...members.probes(scope, lastDay)],
  path: (scope) => scope.path('metrics', 'prs'),
  row: prCounts,
  events: pullRequests,
  by: { ...eachMember, filter: 'user_ids' },
});
