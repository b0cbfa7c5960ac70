import type { Desk } from '../desk';
import { objects, type Json } from '../json';
import { notAsked, withoutAnswer, type Unsettled } from '../question';
import { newestSessions, olderSessions } from './session-pages';

/** The pull requests of sessions. */
export async function pullRequests(
  desk: Desk,
): Promise<{ readonly found: readonly Json[] } | { readonly why: Unsettled }> {
  const newest = await desk.once(newestSessions);
  if (newest.reply.kind !== 'answered') return { why: withoutAnswer(newest.reply) };
  const older = await desk.once(olderSessions);
  const found = [...newest.items, ...older.items].flatMap((item) => objects(item.pull_requests) ?? []);
  return found.length === 0 ? { why: notAsked('no session has a pull request') } : { found };
}
