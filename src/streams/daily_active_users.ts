import { isFinalField, organizationRead } from '../sync/fields/engine-fields';
import { periodFields } from '../sync/fields/period-fields';
import { periodsQuery, periodsStream } from '../sync/shapes/periods';
import { metricsPermission } from './daily_pr_metrics';

export const dailyActiveUsers = activeUsers({
  name: 'daily_active_users',
  description: 'Distinct active users for each UTC day. Only complete days.',
  unit: 'day',
  metric: 'dau',
  startsOn: () => true,
});

/** What differs between the streams of active users. */
interface ActiveUsers {
  readonly name: string;
  readonly description: string;
  /** What the periods are, for sentences. */
  readonly unit: string;
  /** The last part of the endpoint. */
  readonly metric: string;
  /** Whether a period starts on this UTC date. */
  readonly startsOn: (day: string) => boolean;
}

/** A stream of distinct active users by period. */
export function activeUsers({ name, description, unit, metric, startsOn }: ActiveUsers) {
  const { active_users, ...times } = periodFields(unit).fields;
  return periodsStream({
    name,
    description,
    fields: {
      ...times,
      org_id: organizationRead,
      active_users,
      is_final: isFinalField(unit),
    },
    scopes: ['enterprise', 'organization'],
    primaryKey: ['period_start'],
    cursorField: 'period_start',
    permission: metricsPermission,
    endpoint: `/metrics/${metric}`,
    probes: (scope, lastDay) => [
      { paths: [scope.path('metrics', metric)], query: periodsQuery({ from: lastDay, to: lastDay }) },
    ],
    path: (scope) => scope.path('metrics', metric),
    startsOn,
    row: (period, { scope }) => ({ ...period, org_id: scope.orgId }),
  });
}
