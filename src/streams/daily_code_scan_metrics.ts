import { aggregateQuery } from '../sync/requests/aggregate';
import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { dateField, isFinalField, organizationRead } from '../sync/fields/engine-fields';
import { fields } from '../sync/fields/field-list';
import { count, number, optional, required } from '../sync/fields/fields';
import { codeScansPermission } from './code_scans';

const scans = fields('code-scans/metrics', {
  scans_count: required(count('Code scans that were created that day.')),
  repos_scanned_count: required(count('Repositories of those scans.')),
  prs_created_count: required(count('Pull requests for findings of those scans, in any state.')),
  prs_open_count: required(count('Of those pull requests, the ones that were open at the time of the sync.')),
  prs_merged_count: required(
    count('Of those pull requests, the ones that were merged at the time of the sync.'),
  ),
  prs_closed_count: required(
    count('Of those pull requests, the ones that were closed without a merge at the time of the sync.'),
  ),
  avg_pr_time_to_merge_seconds: optional(
    number('How long a merged pull request was open, on average. Null if none was merged.'),
  ),
  avg_pr_open_duration_seconds: optional(
    number('How long an open pull request has been open, on average. Null if none is open.'),
  ),
  open_critical_findings_count: required(
    count('Critical findings of those scans that were open at the time of the sync.'),
  ),
  open_high_findings_count: required(
    count('High findings of those scans that were open at the time of the sync.'),
  ),
  open_medium_findings_count: required(
    count('Medium findings of those scans that were open at the time of the sync.'),
  ),
  open_low_findings_count: required(
    count('Low findings of those scans that were open at the time of the sync.'),
  ),
});

export const dailyCodeScanMetrics = dailyAggregateStream({
  name: 'daily_code_scan_metrics',
  description:
    'Code scans by the day of their creation, with their findings and pull requests. One row for each day.',
  fields: {
    date: dateField('The billing day on which the scans were created.'),
    org_id: organizationRead,
    ...scans.fields,
    is_final: isFinalField(),
  },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: codeScansPermission,
  endpoint: '/code-scans/metrics',
  probes: (scope, lastDay) => [
    {
      paths: [scope.path('code-scans', 'metrics')],
      query: aggregateQuery({ from: lastDay, to: lastDay }),
    },
  ],
  path: (scope) => scope.path('code-scans', 'metrics'),
  row: (answer, context) => ({ org_id: context.scope.orgId, ...scans.read(answer, context) }),
  events: scans.events((counts) => counts.scans_count),
});
