import { periodsQuery, periodsStream } from '../sync/periods';
import { metricsPermission } from './daily_pr_metrics';

export interface MonthlyActiveUsersRecord {
  /**
   * The UTC date on which the month starts.
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
   * People with at least one session or search in the month.
   * @asType integer
   */
  active_users: number;
  /** True once the connector will not read the month again, unless the look-back is raised. */
  is_final: boolean;
}

export const monthlyActiveUsers = periodsStream<MonthlyActiveUsersRecord>({
  name: 'monthly_active_users',
  description: 'Distinct active users by UTC calendar month; elapsed ones only.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['period_start'],
  cursorField: 'period_start',
  permission: metricsPermission,
  endpoint: '/metrics/mau',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'mau')], query: periodsQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'mau'),
  startsOn: (day) => day.endsWith('-01'),
  row: (period, { scope }) => ({ ...period, org_id: scope.orgId }),
});
