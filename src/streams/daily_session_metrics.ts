import { aggregateQuery } from '../sync/requests/aggregate';
import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { dateField, isFinalField, organizationRead } from '../sync/fields/engine-fields';
import { fields } from '../sync/fields/field-list';
import { byName, record } from '../sync/fields/nested-fields';
import { count, ifAbsent, number, required } from '../sync/fields/fields';
import { metricsPermission } from './daily_pr_metrics';

const size = ifAbsent(count(), 0);
const sizes = { xs: size, s: size, m: size, l: size, xl: size };

/** Sessions of one day. */
export const sessionCounts = fields('metrics/sessions', {
  sessions_created_count: required(count('Sessions that were created.')),
  sessions_created_by_origin: byName(
    count(),
    'Sessions by where they were created; Devin does not break out every origin, so that these may not add up.',
  ),
  sessions_created_by_size: record('Sessions by size.', sizes),
  sessions_created_with_playbook_count: count(),
  sessions_created_with_search_count: count(),
  sessions_with_merged_prs_count: required(
    count('Of those created, sessions with a pull request that was merged when read.'),
  ),
  sessions_with_merged_prs_by_size: record('Sessions with a merged pull request by size.', sizes),
  avg_acus_per_session: number(),
});

/** How many sessions the counts are of. */
export const sessionsCreated = sessionCounts.events((counts) => counts.sessions_created_count);

export const dailySessionMetrics = dailyAggregateStream({
  name: 'daily_session_metrics',
  description: 'Sessions by the day on which they were created, by origin, size and outcome; one row a day.',
  fields: {
    ...{ date: dateField(), org_id: organizationRead },
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
