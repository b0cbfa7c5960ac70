import { changesStream } from '../sync/shapes/changes';
import { fields } from '../sync/fields/field-list';
import { integer, json, optional, text } from '../sync/fields/fields';
import { session, sessionsPermission } from './sessions';

const insights = fields('a session with insights', {
  ...session.fields,
  num_user_messages: optional(integer()),
  num_devin_messages: optional(integer()),
  session_size: optional(text('`xs`, `s`, `m`, `l` or `xl`.')),
  analysis: optional(
    json(
      "Devin's analysis of the session as Devin sends it, with free text about people's work; null until Devin has made one.",
    ),
  ),
});

export const sessionInsights = changesStream({
  name: 'session_insights',
  description:
    "Sessions with their size, messages and Devin's analysis of them. The analysis holds free text about people's work: " +
    'sync it only where whoever can read the destination may read that.',
  fields: insights.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['session_id'],
  cursorField: 'updated_at',
  permission: sessionsPermission,
  endpoint: '/sessions/insights',
  probes: (scope) => [{ paths: [scope.path('sessions', 'insights')], query: { first: 1 } }],
  path: (scope) => scope.path('sessions', 'insights'),
  kind: 'updated',
  query: (after, before) => ({ updated_after: after, updated_before: before }),
  row: insights.read,
});
