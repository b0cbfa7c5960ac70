import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { isFinalField } from '../sync/fields/engine-fields';
import { dailyPrMetrics, metricsPermission, prCounts, prDate, pullRequests } from './daily_pr_metrics';
import { eachOrganization, ofOrganization, organizations } from './organizations';

export const dailyOrganizationPrMetrics = dailyAggregateStream({
  name: 'daily_organization_pr_metrics',
  description:
    'Pull requests of each organization by the day on which Devin created them. One row for each day.',
  fields: { date: prDate, ...ofOrganization, ...prCounts.fields, is_final: isFinalField() },
  scopes: ['enterprise'],
  primaryKey: ['date', 'org_id'],
  permission: metricsPermission,
  endpoint: '/metrics/prs?org_ids=',
  probes: (scope, lastDay) => [
    ...dailyPrMetrics.probes(scope, lastDay),
    ...organizations.probes(scope, lastDay),
  ],
  path: (scope) => scope.path('metrics', 'prs'),
  row: prCounts.read,
  events: pullRequests,
  by: { ...eachOrganization, filter: 'org_ids', hasZeroDays: true },
});
