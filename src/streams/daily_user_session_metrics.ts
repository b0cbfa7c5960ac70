import { dailyAggregateStream } from '../sync/daily-aggregate';
import { metricsPermission } from './daily_pr_metrics';
import { dailySessionMetrics, sessionCounts, type SessionCounts } from './daily_session_metrics';
import { eachMember, type OfMember } from './daily_user_consumption';
import { members } from './members';

export interface DailyUserSessionMetricsRecord extends OfMember, SessionCounts {
  /**
   * The billing day.
   * @format date
   */
  date: string;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyUserSessionMetrics = dailyAggregateStream<DailyUserSessionMetricsRecord, OfMember>({
  name: 'daily_user_session_metrics',
  description:
    'Sessions of each user by the day on which they were created; only days with sessions have a row.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: metricsPermission,
  endpoint: '/metrics/sessions?user_ids=',
  probes: (scope, lastDay) => [
    ...dailySessionMetrics.probes(scope, lastDay),
    ...members.probes(scope, lastDay),
  ],
  path: (scope) => scope.path('metrics', 'sessions'),
  row: sessionCounts,
  events: (counts) => counts.sessions_created_count,
  by: { ...eachMember, filter: 'user_ids' },
});
