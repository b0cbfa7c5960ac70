import { integer, nullableInteger, object } from '../devin/answer';
import { aggregateQuery } from '../sync/aggregate';
import { dailyAggregateStream } from '../sync/daily-aggregate';

/** Pull requests of one day, by their state when read. */
export interface PrCounts {
  /**
   * Pull requests that Devin created that day, in any state.
   * @asType integer
   */
  prs_created_count: number;
  /**
   * Of those, still open when read.
   * @asType integer
   */
  prs_opened_count: number;
  /**
   * Of those, merged when read.
   * @asType integer
   */
  prs_merged_count: number;
  /**
   * Of those, closed without a merge when read.
   * @asType integer
   */
  prs_closed_count: number;
  /**
   * Pull requests of others that Devin took over; null where Devin does not say.
   * @asType integer
   */
  prs_taken_over_count: number | null;
  /**
   * Of those taken over, still open when read.
   * @asType integer
   */
  prs_taken_over_opened_count: number | null;
  /**
   * Of those taken over, merged when read.
   * @asType integer
   */
  prs_taken_over_merged_count: number | null;
  /**
   * Of those taken over, closed without a merge when read.
   * @asType integer
   */
  prs_taken_over_closed_count: number | null;
}

export interface DailyPrMetricsRecord extends PrCounts {
  /**
   * The billing day on which the pull requests were created.
   * @format date
   */
  date: string;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const metricsPermission = {
  enterprise: { name: 'ViewAccountMetrics' },
  organization: { name: 'ViewOrgMetrics', older: 'ViewAccountMetrics' },
};

export const dailyPrMetrics = dailyAggregateStream<DailyPrMetricsRecord>({
  name: 'daily_pr_metrics',
  description:
    'Pull requests by the day on which Devin created them and by their state when read; one row a day.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: metricsPermission,
  endpoint: '/metrics/prs',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'prs')], query: aggregateQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'prs'),
  row: (answer, { scope }) => ({ org_id: scope.orgId, ...prCounts(answer) }),
  events: pullRequests,
});

/** The counts of an answer of `/metrics/prs`. */
export function prCounts(answer: unknown): PrCounts {
  const counts = object(answer, 'metrics/prs');
  return {
    prs_created_count: integer(counts, 'prs_created_count'),
    prs_opened_count: integer(counts, 'prs_opened_count'),
    prs_merged_count: integer(counts, 'prs_merged_count'),
    prs_closed_count: integer(counts, 'prs_closed_count'),
    prs_taken_over_count: nullableInteger(counts, 'prs_taken_over_count'),
    prs_taken_over_opened_count: nullableInteger(counts, 'prs_taken_over_opened_count'),
    prs_taken_over_merged_count: nullableInteger(counts, 'prs_taken_over_merged_count'),
    prs_taken_over_closed_count: nullableInteger(counts, 'prs_taken_over_closed_count'),
  };
}

/** How many pull requests the counts are of. */
export function pullRequests(counts: PrCounts): number {
  return counts.prs_created_count + (counts.prs_taken_over_count ?? 0);
}
