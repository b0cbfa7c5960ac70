import type { Call } from './endpoint';
import { integer } from './query';
import { shuffled } from './random';
import { Refusal } from './refusal';

interface Cursor {
  offset: number;
  order: number;
}

/**
 * One page of a list, in Devin's envelope, its items as `send` makes them; the cursor carries the order, so that paging
 * stays stable.
 */
export function pageOf<Item>(
  call: Call,
  all: readonly Item[],
  send: (item: Item) => unknown = (item) => item,
): unknown {
  const { switches } = call.view;
  const first = integer(call.query, 'first') ?? 100;
  if (first < 1 || first > 200) throw new Refusal(422, 'first must be between 1 and 200', 'first');
  const cursor = readCursor(call);
  const items = switches.listOrder === 'stable' ? all : shuffled(all, cursor.order);
  const start = Math.max(0, cursor.offset - (call.paging.repeatLast === true ? 1 : 0));
  const end = cursor.offset + Math.min(first, call.paging.itemsPerPage ?? first);
  const more = end < items.length;
  const next = Buffer.from(JSON.stringify({ offset: end, order: cursor.order })).toString('base64');
  const total = { present: { total: items.length }, null: { total: null }, absent: {} }[switches.total];
  return {
    items: items.slice(start, end).map(send),
    end_cursor: more || switches.lastPageCursor === 'present' ? next : null,
    has_next_page: more,
    ...total,
  };
}

function readCursor(call: Call): Cursor {
  const text = call.query.get('after');
  if (text === null || call.paging.startOver === true) return { offset: 0, order: call.serial };
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64').toString()) as Partial<Cursor>;
    if (Number.isInteger(cursor.offset) && Number.isInteger(cursor.order)) return cursor as Cursor;
  } catch {
    // Not one of our cursors: answered below, like any other text that is none.
  }
  throw new Refusal(422, 'unknown cursor', 'after');
}
