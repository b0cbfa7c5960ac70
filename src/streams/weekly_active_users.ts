import { periodsQuery, periodsStream, isMonday } from '../sync/periods';
import { metricsPermission } from './daily_pr_metrics';

export interface WeeklyActiveUsersRecord {
  /**
   * The UTC date on which the week starts.
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
   * People with at least one session or search in the week.
   * @asType integer
   */
  active_users: number;
  /** True once the connector will not read the week again, unless the look-back is raised. */
  is_final: boolean;
}

export const weeklyActiveUsers = periodsStream<WeeklyActiveUsersRecord>({
  name: 'weekly_active_users',
  description: 'Distinct active users by UTC week from Monday; elapsed ones only.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['period_start'],
  cursorField: 'period_start',
  permission: metricsPermission,
  endpoint: '/metrics/wau',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'wau')], query: periodsQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'wau'),
  startsOn: isMonday,
  row: (period, { scope }) => ({ ...period, org_id: scope.orgId }),
});
