import { aggregateQuery } from '../sync/requests/aggregate';
import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { dateField, isFinalField, organizationRead } from '../sync/fields/engine-fields';
import { fields } from '../sync/fields/field-list';
import { byName, record } from '../sync/fields/nested-fields';
import { count, ifAbsent, number, required } from '../sync/fields/fields';
import { metricsPermission } from './daily_pr_metrics';

/** Devin leaves out a size without sessions. */
const sizes = (what: string) => {
  const size = (name: string) => ifAbsent(count(`${what} of size \`${name}\`.`), 0);
  return { xs: size('xs'), s: size('s'), m: size('m'), l: size('l'), xl: size('xl') };
};

/** Sessions of one day. */
export const sessionCounts = fields('metrics/sessions', {
  sessions_created_count: required(count('Sessions that were created that day.')),
  sessions_created_by_origin: byName(
    count(),
    'Sessions by the place where they were created, such as `webapp` or `slack`. Devin does not list every origin, so the sum may be lower than the total.',
  ),
  sessions_created_by_size: record('Sessions by size.', sizes('Sessions')),
  sessions_created_with_playbook_count: count('Sessions that were created with a playbook.'),
  sessions_created_with_search_count: count('Sessions that were created with a search.'),
  sessions_with_merged_prs_count: required(
    count('Of the created sessions, the ones with a pull request that was merged at the time of the sync.'),
  ),
  sessions_with_merged_prs_by_size: record(
    'Sessions with a merged pull request by size.',
    sizes('Sessions with a merged pull request'),
  ),
  avg_acus_per_session: number('The average of ACUs for each session, as Devin sends it.'),
});

/** The sessions in the counts, by the place where they were created. */
export const sessionsCreated = sessionCounts.events(
  (counts) => counts.sessions_created_count,
  /^sessions_created_by_origin\./,
);

export const dailySessionMetrics = dailyAggregateStream({
  name: 'daily_session_metrics',
  description:
    'Sessions by the day on which they were created, by origin, size and outcome. One row for each day.',
  fields: {
    date: dateField(),
    org_id: organizationRead,
    ...sessionCounts.fields,
    is_final: isFinalField(),
  },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: metricsPermission,
  endpoint: '/metrics/sessions',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'sessions')], query: aggregateQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'sessions'),
  row: (answer, context) => ({ org_id: context.scope.orgId, ...sessionCounts.read(answer, context) }),
  events: sessionsCreated,
});
