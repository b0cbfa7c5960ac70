import { createHash } from 'node:crypto';
import { array, nullableBoolean, nullableString, object } from './answer';
import type { Get, RequestOptions } from '../calls';
import type { Query } from './query';
import { malformedAnswer } from '../errors';
import { PageSize } from './page-size';

/** The maximum for most lists of Devin (https://docs.devin.ai/api-reference/concepts/pagination). */
const itemsPerPage = 200;
/** No list is that long. More pages come from cursors that never end. */
export const maxPages = 100_000;
/** How deep pages are compared: the fields of an item, and one level of objects in it. */
const outlineDepth = 4;

interface Page {
  readonly items: unknown[];
  /** Null on the last page. */
  readonly next: string | null;
  /** Whether Devin says explicitly if there is a next page. */
  readonly isSure: boolean;
}

export interface List {
  readonly path: string;
  readonly query: Query;
  readonly options: RequestOptions | undefined;
}

/**
 * The items of each page of a list, in Devin's order, every page once. Throws a DevinError `malformed` if a page is
 * not as documented, or leads back to an earlier page. `has_next_page` decides. Without it, the list ends when a page
 * has no cursor, or repeats one. A page that is too large is asked for again with fewer items.
 */
export async function* pages(
  get: Get,
  list: List,
  log: (message: string) => void,
): AsyncGenerator<unknown[]> {
  const { first, ...query } = { first: itemsPerPage, ...list.query };
  const size = new PageSize(first);
  const read = new ReadPages();
  let after: string | undefined;
  for (let number = 1; number <= maxPages; number += 1) {
    const ask = (items: number) => get(list.path, { first: items, ...query, after }, list.options);
    const page = asPage(await size.read(ask));
    log(`${list.path}: page ${number} has ${page.items.length} items`);
    const { isOld, isLast } = read.add(page);
    if (!isOld) yield page.items;
    if (isLast) return;
    after = page.next ?? undefined;
  }
  throw malformedAnswer(`more than ${maxPages} pages`);
}

/** Hashes of the pages and cursors so far, because cursors may be long and pages are. */
class ReadPages {
  private readonly cursors = new Set<string>();
  private readonly pages = new Set<string>();

  /** Whether the page was read before, and whether it is the last one. */
  add({ items, next, isSure }: Page): { isOld: boolean; isLast: boolean } {
    const isOld = items.length > 0 && !addTo(this.pages, JSON.stringify(outline(items)));
    const leadsBack = next !== null && !addTo(this.cursors, next);
    // Devin does not say that there is a next page, so the cursor does not count.
    if (leadsBack && !isSure) return { isOld, isLast: true };
    // A cursor may change and still lead to old pages. To collect those would need all memory long before the last
    // page.
    if (isOld) throw malformedAnswer('a page again that was already read');
    if (leadsBack) throw malformedAnswer('an "end_cursor" that leads back to a page already read');
    return { isOld, isLast: next === null };
  }
}

/** Adds the text to the hashes. Returns whether it was new. */
export function addTo(hashes: Set<string>, text: string): boolean {
  const hash = createHash('sha256').update(text).digest('base64');
  if (hashes.has(hash)) return false;
  hashes.add(hash);
  return true;
}

/** Enough of a page to compare it with others. The whole page may be nested deeper than the stack. */
export function outline(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === outlineDepth) return null;
  return Object.entries(value).map(([name, part]) => [name, outline(part, depth + 1)]);
}

function asPage(answer: unknown): Page {
  const page = object(answer, 'a page');
  const items = array(page.items, '"items"');
  const hasNext = nullableBoolean(page, 'has_next_page');
  if (hasNext === false) return { items, next: null, isSure: true };
  const next = nullableString(page, 'end_cursor') ?? '';
  if (next !== '') return { items, next, isSure: hasNext === true };
  if (hasNext === true) throw malformedAnswer('no "end_cursor" although it has a next page');
  return { items, next: null, isSure: false };
}
