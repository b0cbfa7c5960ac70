import { changesStream } from '../sync/shapes/changes';
import { fields } from '../sync/fields/field-list';
import { integer, json, optional, text } from '../sync/fields/fields';
import { session, sessionsPermission } from './sessions';

const insights = fields('a session with insights', {
  ...session.fields,
  num_user_messages: optional(integer('How many messages the user sent in the session.')),
  num_devin_messages: optional(integer('How many messages Devin sent in the session.')),
  session_size: optional(text('The size of the session: `xs`, `s`, `m`, `l` or `xl`.')),
  analysis: optional(
    json(
      "Devin's analysis of the session, as Devin sends it. It has free text about people's work. Null if there is no analysis yet.",
    ),
  ),
});

export const sessionInsights = changesStream({
  name: 'session_insights',
  description:
    "Sessions with their size, their numbers of messages and Devin's analysis. The analysis has free text about people's work: " +
    'sync this stream only if everyone who can read the destination may read that text.',
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
