import { createHash } from 'node:crypto';
import { array, nullableBoolean, nullableString, object } from './answer';
import type { Get, Query, RequestOptions } from './client';
import { malformedAnswer } from './errors';

/** The most that Devin takes for most lists (https://docs.devin.ai/api-reference/concepts/pagination). */
const itemsPerPage = 200;
/** No list is that long: more pages than these come from a cursor without end. */
const maxPages = 100_000;

interface Page {
  readonly items: unknown[];
  /** Null on the last page. */
  readonly next: string | null;
}

export interface List {
  readonly path: string;
  readonly query: Query;
  readonly options: RequestOptions | undefined;
}

/**
 * The items of each page of a list, in Devin's order, every page once. Throws a DevinError `malformed` where a page is
 * not as documented, or leads back to one already read. What `has_next_page` says counts; a cursor on the last page does not.
 */
export async function* pages(
  get: Get,
  list: List,
  log: (message: string) => void,
): AsyncGenerator<unknown[]> {
  const cursors = new Set<string>();
  const pagesRead = new Set<string>();
  let after: string | undefined;
  for (let number = 1; number <= maxPages; number += 1) {
    const { items, next } = asPage(
      await get(list.path, { first: itemsPerPage, ...list.query, after }, list.options),
    );
    log(`${list.path}: page ${number} has ${items.length} items`);
    // A cursor may move and yet lead nowhere new: collecting that would take all memory long before the last page.
    const page = fingerprint(items);
    if (items.length > 0 && pagesRead.has(page)) throw malformedAnswer('a page again that was already read');
    pagesRead.add(page);
    yield items;
    if (next === null) return;
    if (cursors.has(next)) throw malformedAnswer('an "end_cursor" that leads back to a page already read');
    cursors.add(next);
    after = next;
  }
  throw malformedAnswer(`more than ${maxPages} pages`);
}

function fingerprint(items: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(items)).digest('base64');
}

function asPage(answer: unknown): Page {
  const page = object(answer, 'a page');
  const items = array(page.items, '"items"');
  if (nullableBoolean(page, 'has_next_page') !== true) return { items, next: null };
  const next = nullableString(page, 'end_cursor') ?? '';
  if (next === '') throw malformedAnswer('no "end_cursor" although it has a next page');
  return { items, next };
}
