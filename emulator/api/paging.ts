import type { Call } from './endpoint';
import type { Kept } from './paging-memory';
import { integer } from './query';
import { shuffled } from '../world/random';
import { Refusal } from './refusal';

interface Cursor {
  /** How far the list is read. */
  offset: number;
  /** The number of the request for the first page. */
  order: number;
}

/** How a list is paged and sent. */
export interface ListForm<Item> {
  /** What makes an item the same one, whatever else of it changes. */
  keyOf: (item: Item) => string | number;
  /** The item as Devin sends it; default: as it is. */
  send?: (item: Item) => unknown;
}

/** One page of a list, in Devin's envelope. */
export function pageOf<Item>(call: Call, all: readonly Item[], form: ListForm<Item>): unknown {
  const { switches } = call.view;
  const first = integer(call.query, 'first') ?? 100;
  if (first < 1 || first > 200) throw new Refusal(422, 'first must be between 1 and 200', 'first');
  const cursor = readCursor(call);
  const items = listOf(call, all, cursor, form);
  const start = Math.max(0, cursor.offset - (call.paging.repeatLast === true ? 1 : 0));
  const most = cursor.offset + Math.min(first, call.paging.itemsPerPage ?? first);
  const end = Math.max(cursor.offset, Math.min(most, items.length));
  const more = end < items.length;
  const next = Buffer.from(JSON.stringify({ offset: end, order: cursor.order })).toString('base64');
  const total = { present: { total: all.length }, null: { total: null }, absent: {} }[switches.total];
  return {
    items: items.slice(start, end).map(form.send ?? ((item): unknown => item)),
    end_cursor: more || switches.lastPageCursor === 'present' ? next : null,
    ...(switches.hasNextPage === 'present' && { has_next_page: more }),
    ...total,
  };
}

/** One page of a list that is paged by `limit` and `offset`, in the same envelope. */
export function pageByOffset<Item>(call: Call, all: readonly Item[], form: ListForm<Item>): unknown {
  const limit = integer(call.query, 'limit') ?? 200;
  const asked = integer(call.query, 'offset') ?? 0;
  if (limit < 1 || limit > 200) throw new Refusal(422, 'limit must be between 1 and 200', 'limit');
  if (asked < 0) throw new Refusal(422, 'offset must not be negative', 'offset');
  const { startOver, repeatLast, itemsPerPage } = call.paging;
  const offset = startOver === true ? 0 : asked;
  const start = Math.max(0, offset - (repeatLast === true ? 1 : 0));
  // A page with one item that comes again would be the page before.
  const end = start + Math.min(limit, Math.max(2, itemsPerPage ?? limit));
  const { hasNextPage, total } = call.view.switches;
  return {
    items: all.slice(start, end).map(form.send ?? ((item): unknown => item)),
    end_cursor: null,
    ...(hasNextPage === 'present' && { has_next_page: end < all.length }),
    ...{ present: { total: all.length }, null: { total: null }, absent: {} }[total],
  };
}

/** The list that the cursor counts positions in. */
function listOf<Item>(
  call: Call,
  all: readonly Item[],
  cursor: Cursor,
  { keyOf }: ListForm<Item>,
): readonly Item[] {
  const { switches } = call.view;
  const inOrder = (): readonly Item[] =>
    switches.listOrder === 'stable' ? all : shuffled(all, cursor.order);
  if (switches.cursors === 'offset') return inOrder();
  const kept = call.memory.find(cursor.order) as Kept<Item> | undefined;
  if (kept?.all === all) return kept.ordered;
  const ordered = kept ? stillListed(kept.ordered, all, cursor.offset, keyOf) : inOrder();
  call.memory.keep(cursor.order, { all, ordered });
  return ordered;
}

// An item that is new since the first page is not listed; an item that left is skipped, and no other item moves.
function stillListed<Item>(
  ordered: readonly Item[],
  all: readonly Item[],
  offset: number,
  keyOf: (item: Item) => string | number,
): readonly Item[] {
  const listed = new Map(all.map((item) => [keyOf(item), item]));
  const rest = ordered.slice(offset).flatMap((item) => listed.get(keyOf(item)) ?? []);
  return [...ordered.slice(0, offset), ...rest];
}

function readCursor(call: Call): Cursor {
  const text = call.query.get('after');
  if (text === null || call.paging.startOver === true) return { offset: 0, order: call.serial };
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64').toString()) as Partial<Cursor>;
    if (Number.isInteger(cursor.offset) && Number.isInteger(cursor.order)) return cursor as Cursor;
  } catch {
    // Not one of our cursors: answered below, like any other text that is not a cursor.
  }
  throw new Refusal(422, 'unknown cursor', 'after');
}
