import { dailyAggregateStream } from '../sync/shapes/daily-aggregate';
import { dateField, isFinalField } from '../sync/fields/engine-fields';
import { metricsPermission } from './daily_pr_metrics';
import { dailySessionMetrics, sessionCounts, sessionsCreated } from './daily_session_metrics';
import { eachMember, ofMember } from './daily_user_consumption';
import { members } from './members';
import { sessionIndex } from './sessions';

export const dailyUserSessionMetrics = dailyAggregateStream({
  name: 'daily_user_session_metrics',
  description:
    'Sessions of each user by the day on which they were created. Only days with sessions have a row.',
  fields: { date: dateField(), ...ofMember, ...sessionCounts.fields, is_final: isFinalField() },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: metricsPermission,
  endpoint: '/metrics/sessions?user_ids=',
  probes: (scope, lastDay) => [
    ...dailySessionMetrics.probes(scope, lastDay),
    ...members.probes(scope, lastDay),
  ],
  path: (scope) => scope.path('metrics', 'sessions'),
  row: sessionCounts.read,
  events: sessionsCreated,
  hints: { list: sessionIndex, events: 'sessions', mostDaysAfter: 0, counters: sessionCounts.counters },
  by: { ...eachMember, filter: 'user_ids' },
});
