import { aggregateQuery } from '../sync/requests/aggregate';
import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { dateField, isFinalField, organizationRead } from '../sync/fields/engine-fields';
import { fields } from '../sync/fields/field-list';
import { count, required } from '../sync/fields/fields';
import { metricsPermission } from './daily_pr_metrics';

const usage = fields('metrics/usage', {
  sessions_count: required(count('Sessions of that day.')),
  searches_count: required(count('Searches of that day.')),
  prs_created_count: required(count('Pull requests that were created that day.')),
  prs_merged_count: required(count('Pull requests of that day that were merged at the time of the sync.')),
});

export const dailyUsageMetrics = dailyAggregateStream({
  name: 'daily_usage_metrics',
  description: 'Sessions, searches and pull requests together. One row for each day.',
  fields: { date: dateField(), org_id: organizationRead, ...usage.fields, is_final: isFinalField() },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: metricsPermission,
  endpoint: '/metrics/usage',
  probes: (scope, lastDay) => [
    { paths: [scope.path('metrics', 'usage')], query: aggregateQuery({ from: lastDay, to: lastDay }) },
  ],
  path: (scope) => scope.path('metrics', 'usage'),
  row: (answer, context) => ({ org_id: context.scope.orgId, ...usage.read(answer, context) }),
  events: usage.events((counts) => counts.sessions_count + counts.searches_count),
});
