import { aggregateQuery } from '../sync/requests/aggregate';
import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { dateField, isFinalField, organizationRead } from '../sync/fields/engine-fields';
import { fields } from '../sync/fields/field-list';
import { count, optional, required } from '../sync/fields/fields';
import { sessionIndex } from './sessions';

/** Pull requests of one day, by their state at the time of the sync. */
export const prCounts = fields('metrics/prs', {
  prs_created_count: required(count('Pull requests that Devin created that day, in any state.')),
  prs_opened_count: required(
    count('Of those pull requests, the ones that were still open at the time of the sync.'),
  ),
  prs_merged_count: required(
    count('Of those pull requests, the ones that were merged at the time of the sync.'),
  ),
  prs_closed_count: required(
    count('Of those pull requests, the ones that were closed without a merge at the time of the sync.'),
  ),
  prs_taken_over_count: optional(
    count('Pull requests of others that Devin took over. Null if Devin does not send it.'),
  ),
  prs_taken_over_opened_count: optional(
    count(
      'Of the pull requests that Devin took over, the ones that were still open at the time of the sync.',
    ),
  ),
  prs_taken_over_merged_count: optional(
    count('Of the pull requests that Devin took over, the ones that were merged at the time of the sync.'),
  ),
  prs_taken_over_closed_count: optional(
    count(
      'Of the pull requests that Devin took over, the ones that were closed without a merge at the time of the sync.',
    ),
  ),
});

/** The day of a row of pull requests. */
export const prDate = dateField('The billing day on which the pull requests were created.');

/** The pull requests in the counts, by their state. */
export const pullRequests = prCounts.events(
  (counts) => counts.prs_created_count + (counts.prs_taken_over_count ?? 0),
  /_(opened|merged|closed)_count$/,
);

/** Where pull requests probably are: on the day of their session, or up to three days later. */
export const prHints = {
  ...{ list: sessionIndex, events: 'pull_requests', mostDaysAfter: sessionIndex.mostDaysAfter },
  counters: prCounts.counters,
};

export const metricsPermission = {
  enterprise: { name: 'ViewAccountMetrics' },
  organization: { name: 'ViewOrgMetrics', older: 'ViewAccountMetrics' },
};

export const dailyPrMetrics = dailyAggregateStream({
  name: 'daily_pr_metrics',
  description:
    'Pull requests by the day on which Devin created them, and by their state at the time of the sync. One row for each day.',
  fields: { date: prDate, org_id: organizationRead, ...prCounts.fields, is_final: isFinalField() },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: metricsPermission,
  endpoint: '/metrics/prs',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'prs')], query: aggregateQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'prs'),
  row: (answer, context) => ({ org_id: context.scope.orgId, ...prCounts.read(answer, context) }),
  events: pullRequests,
  hints: prHints,
});
