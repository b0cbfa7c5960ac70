import { nullableInteger, nullableObject, nullableString, object } from '../devin/answer';
import { changesStream } from '../sync/changes';
import { session, sessionsPermission, type SessionsRecord } from './sessions';

export interface SessionInsightsRecord extends SessionsRecord {
  /** @asType integer */
  num_user_messages: number | null;
  /** @asType integer */
  num_devin_messages: number | null;
  /** `xs`, `s`, `m`, `l` or `xl`. */
  session_size: string | null;
  /**
   * Devin's analysis of the session as Devin sends it, with free text about people's work; null until Devin has made
   * one.
   */
  analysis: object | null;
}

export const sessionInsights = changesStream<SessionInsightsRecord>({
  name: 'session_insights',
  description:
    "Sessions with their size, messages and Devin's analysis of them. The analysis holds free text about people's work: " +
    'sync it only where whoever can read the destination may read that.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['session_id'],
  cursorField: 'updated_at',
  permission: sessionsPermission,
  endpoint: '/sessions/insights',
  probes: (scope) => [{ paths: [scope.path('sessions', 'insights')], query: { first: 1 } }],
  path: (scope) => scope.path('sessions', 'insights'),
  kind: 'updated',
  query: (after, before) => ({ updated_after: after, updated_before: before }),
  row: (item) => {
    const fields = object(item, 'a session with insights');
    return {
      ...session(item),
      num_user_messages: nullableInteger(fields, 'num_user_messages'),
      num_devin_messages: nullableInteger(fields, 'num_devin_messages'),
      session_size: nullableString(fields, 'session_size'),
      analysis: nullableObject(fields, 'analysis'),
    };
  },
});
