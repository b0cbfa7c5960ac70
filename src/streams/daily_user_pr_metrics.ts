import { dailyAggregateByStream } from '../sync/daily-aggregate-by';
import { lastKnownEmail, lastKnownIds } from '../sync/roster-stream';
import { dailyPrMetrics, metricsPermission, prCounts, pullRequests, type PrCounts } from './daily_pr_metrics';
import { members, readMembers } from './members';

export interface DailyUserPrMetricsRecord extends PrCounts {
  /**
   * The billing day on which the pull requests were created.
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

export const dailyUserPrMetrics = dailyAggregateByStream<
  DailyUserPrMetricsRecord,
  PrCounts,
  { email: string | null }
>({
  name: 'daily_user_pr_metrics',
  description:
    'Pull requests of each user by the day on which Devin created them; only days with pull requests have a row.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: metricsPermission,
  endpoint: '/metrics/prs?user_ids=',
  probes: (scope, lastDay) => [...dailyPrMetrics.probes(scope, lastDay), ...members.probes(scope, lastDay)],
  path: (scope) => scope.path('metrics', 'prs'),
  filter: 'user_ids',
  subjectsName: 'members',
  subjects: (context) => readMembers(context, lastKnownIds(context, members.name)),
  row: prCounts,
  events: pullRequests,
  owner: (userId, member, context) => ({
    user_id: userId,
    user_email: member ? member.email : lastKnownEmail(context.stateOf('members'), userId),
    org_id: context.scope.orgId,
  }),
});
