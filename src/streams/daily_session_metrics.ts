import { integer, number, object } from '../devin/answer';
import { aggregateQuery } from '../sync/aggregate';
import { dailyAggregateStream } from '../sync/daily-aggregate';
import { metricsPermission } from './daily_pr_metrics';

/** Sessions by size. */
interface SessionsBySize {
  /** @asType integer */
  xs: number;
  /** @asType integer */
  s: number;
  /** @asType integer */
  m: number;
  /** @asType integer */
  l: number;
  /** @asType integer */
  xl: number;
}

/** Sessions of one day. */
export interface SessionCounts {
  /**
   * Sessions that were created.
   * @asType integer
   */
  sessions_created_count: number;
  /** Sessions by where they were created; Devin does not break out every origin, so that these may not add up. */
  sessions_created_by_origin: Record<string, number>;
  /** Sessions by size. */
  sessions_created_by_size: SessionsBySize;
  /** @asType integer */
  sessions_created_with_playbook_count: number;
  /** @asType integer */
  sessions_created_with_search_count: number;
  /**
   * Of those created, sessions with a pull request that was merged when read.
   * @asType integer
   */
  sessions_with_merged_prs_count: number;
  /** Sessions with a merged pull request by size. */
  sessions_with_merged_prs_by_size: SessionsBySize;
  avg_acus_per_session: number;
}

export interface DailySessionMetricsRecord extends SessionCounts {
  /**
   * The billing day.
   * @format date
   */
  date: string;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailySessionMetrics = dailyAggregateStream<DailySessionMetricsRecord>({
  name: 'daily_session_metrics',
  description: 'Sessions by the day on which they were created, by origin, size and outcome; one row a day.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: metricsPermission,
  endpoint: '/metrics/sessions',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'sessions')], query: aggregateQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'sessions'),
  row: (answer, { scope }) => ({ org_id: scope.orgId, ...sessionCounts(answer) }),
  events: (counts) => counts.sessions_created_count,
});

/** The counts of an answer of `/metrics/sessions`. */
export function sessionCounts(answer: unknown): SessionCounts {
  const counts = object(answer, 'metrics/sessions');
  const origins = object(counts.sessions_created_by_origin, 'sessions_created_by_origin');
  return {
    sessions_created_count: integer(counts, 'sessions_created_count'),
    sessions_created_by_origin: Object.fromEntries(
      Object.keys(origins).map((origin) => [origin, integer(origins, origin)]),
    ),
    sessions_created_by_size: bySize(counts, 'sessions_created_by_size'),
    sessions_created_with_playbook_count: integer(counts, 'sessions_created_with_playbook_count'),
    sessions_created_with_search_count: integer(counts, 'sessions_created_with_search_count'),
    sessions_with_merged_prs_count: integer(counts, 'sessions_with_merged_prs_count'),
    sessions_with_merged_prs_by_size: bySize(counts, 'sessions_with_merged_prs_by_size'),
    avg_acus_per_session: number(counts, 'avg_acus_per_session'),
  };
}

function bySize(counts: Record<string, unknown>, field: string): SessionsBySize {
  const sizes = object(counts[field], field);
  return {
    xs: integer(sizes, 'xs'),
    s: integer(sizes, 's'),
    m: integer(sizes, 'm'),
    l: integer(sizes, 'l'),
    xl: integer(sizes, 'xl'),
  };
}
