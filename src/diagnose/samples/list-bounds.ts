import type { Desk } from '../desk';
import { listIn, textIn, type Json } from '../json';
import { notAsked, otherShape, unclear, withoutAnswer, type Unsettled } from '../question';
import { includedBounds, type Included } from './included-bounds';
import { isolatedItem } from './isolated';
import { page } from './session-pages';

/** A list whose items can be selected by a time. */
export interface TimedList {
  readonly path: string;
  readonly after: string;
  readonly before: string;
  /** The field of the time, and the one of the id. */
  readonly field: string;
  readonly id: string;
}

/** Which bounds belong to a window, or that Devin ignores them. */
export type ListBounds = { readonly found: Included | 'ignored' } | { readonly why: Unsettled };

type Shown = 'shown' | 'hidden' | 'ignored';

/** Asks for windows that end or begin exactly at the time of one item. */
export async function listBounds(desk: Desk, list: TimedList): Promise<ListBounds> {
  const { reply, items } = await page(desk, list.path);
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  const isolated = isolatedItem(items, list.field, desk.nowSeconds);
  if (isolated === undefined) return { why: notAsked('there are too few items with times of their own') };
  const { item, stamp } = isolated;
  const around = (before: number, after: number) =>
    shownIn(desk, list, { item, from: stamp - before, to: stamp + after });
  const [lower, upper] = await Promise.all([around(0, 1), around(1, 0)]);
  const control = lower === 'hidden' && upper === 'hidden' ? await around(1, 1) : 'shown';
  return judged(lower, upper, control);
}

function judged(lower: Seen, upper: Seen, control: Seen): ListBounds {
  for (const seen of [lower, upper, control]) if (typeof seen === 'object') return seen;
  if (lower === 'ignored' || upper === 'ignored') return { found: 'ignored' };
  if (control !== 'shown') return { why: unclear('the item is in no window around its time') };
  return { found: includedBounds({ lower: lower === 'shown', upper: upper === 'shown' }) };
}

type Seen = Shown | { readonly why: Unsettled };

async function shownIn(
  desk: Desk,
  { path, after, before, field, id }: TimedList,
  { item, from, to }: { readonly item: Json; readonly from: number; readonly to: number },
): Promise<Seen> {
  const reply = await desk.ask(path, { [after]: from, [before]: to, first: 10 });
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  const items = listIn(reply.body, 'items');
  if (items === undefined) return { why: otherShape };
  const isOutside = ({ [field]: time }: Json) => typeof time !== 'number' || time < from || time > to;
  if (items.some(isOutside)) return 'ignored';
  return items.some((each) => textIn(each, id) === textIn(item, id)) ? 'shown' : 'hidden';
}
