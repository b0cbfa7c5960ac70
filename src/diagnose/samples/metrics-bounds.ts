import type { Desk } from '../desk';
import { numberIn } from '../json';
import { notAsked, otherShape, unclear, withoutAnswer } from '../question';
import { includedBounds } from './included-bounds';
import { isolatedItem } from './isolated';
import type { ListBounds } from './list-bounds';
import { newestSessions } from './session-pages';

type Count = number | Extract<ListBounds, { why: unknown }>;

/** Counts the sessions of small windows that end or begin exactly at the creation of one session. */
export async function metricsBounds(desk: Desk): Promise<ListBounds> {
  const { reply, items } = await desk.once(newestSessions);
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  const isolated = isolatedItem(items, 'created_at', desk.nowSeconds);
  if (isolated === undefined) return { why: notAsked('there are too few sessions with times of their own') };
  const { stamp } = isolated;
  const [lower, upper] = await Promise.all([
    countIn(desk, stamp, stamp + 1),
    countIn(desk, stamp - 1, stamp),
  ]);
  const control = lower === 0 && upper === 0 ? await countIn(desk, stamp - 1, stamp + 1) : 1;
  for (const count of [lower, upper, control]) if (typeof count === 'object') return count;
  const counts = [lower, upper, control];
  if (control !== 1 || counts.some((count) => count !== 0 && count !== 1))
    return { why: unclear('the counts are not those of one session') };
  return { found: includedBounds({ lower: lower === 1, upper: upper === 1 }) };
}

async function countIn(desk: Desk, from: number, to: number): Promise<Count> {
  const reply = await desk.ask(desk.scope.path('metrics', 'usage'), { time_after: from, time_before: to });
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  return numberIn(reply.body, 'sessions_count') ?? { why: otherShape };
}
