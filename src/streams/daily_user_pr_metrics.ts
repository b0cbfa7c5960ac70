import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { isFinalField } from '../sync/fields/engine-fields';
import {
  dailyPrMetrics,
  metricsPermission,
  prCounts,
  prDate,
  prHints,
  pullRequests,
} from './daily_pr_metrics';
import { eachMember, ofMember } from './daily_user_consumption';
import { members } from './members';

export const dailyUserPrMetrics = dailyAggregateStream({
  name: 'daily_user_pr_metrics',
  description:
    'Pull requests of each user by the day on which Devin created them. Only days with pull requests have a row.',
  fields: { date: prDate, ...ofMember, ...prCounts.fields, is_final: isFinalField() },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: metricsPermission,
  endpoint: '/metrics/prs?user_ids=',
  probes: (scope, lastDay) => [...dailyPrMetrics.probes(scope, lastDay), ...members.probes(scope, lastDay)],
  path: (scope) => scope.path('metrics', 'prs'),
  row: prCounts.read,
  events: pullRequests,
  hints: prHints,
  by: { ...eachMember, filter: 'user_ids' },
});
