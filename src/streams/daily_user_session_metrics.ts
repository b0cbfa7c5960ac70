import { dailyAggregateByStream } from '../sync/daily-aggregate-by';
import { lastKnownEmail, lastKnownIds } from '../sync/roster-stream';
import { metricsPermission } from './daily_pr_metrics';
import { dailySessionMetrics, sessionCounts, type SessionCounts } from './daily_session_metrics';
import { members, readMembers } from './members';

export interface DailyUserSessionMetricsRecord extends SessionCounts {
  /**
   * The billing day.
   * @format date
   */
  date: string;
  user_id: string;
  /** The e-mail of the member; the last known one of who has left, where the stream `members` is synced too. */
  user_email: string | null;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyUserSessionMetrics = dailyAggregateByStream<
  DailyUserSessionMetricsRecord,
  SessionCounts,
  { email: string | null }
>({
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
  filter: 'user_ids',
  subjectsName: 'members',
  subjects: (context) => readMembers(context, lastKnownIds(context, members.name)),
  row: sessionCounts,
  events: (counts) => counts.sessions_created_count,
  owner: (userId, member, context) => ({
    user_id: userId,
    user_email: member ? member.email : lastKnownEmail(context.stateOf('members'), userId),
    org_id: context.scope.orgId,
  }),
});
