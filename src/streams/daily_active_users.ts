import { periodsQuery, periodsStream } from '../sync/periods';
import { metricsPermission } from './daily_pr_metrics';

export interface DailyActiveUsersRecord {
  /**
   * The UTC date on which the day starts.
   * @format date
   */
  period_start: string;
  /**
   * Devin's own start of the period.
   * @format date-time
   */
  start_at: string;
  /**
   * Devin's own end of the period.
   * @format date-time
   */
  end_at: string;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /**
   * People with at least one session or search in the day.
   * @asType integer
   */
  active_users: number;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyActiveUsers = periodsStream<DailyActiveUsersRecord>({
  name: 'daily_active_users',
  description: 'Distinct active users by UTC day; elapsed ones only.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['period_start'],
  cursorField: 'period_start',
  permission: metricsPermission,
  endpoint: '/metrics/dau',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'dau')], query: periodsQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'dau'),
  startsOn: () => true,
  row: (period, { scope }) => ({ ...period, org_id: scope.orgId }),
});
