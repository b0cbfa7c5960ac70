import { array, nullableBoolean, object } from './answer';
import type { Get } from '../calls';
import { malformedAnswer } from '../errors';
import { addTo, maxPages, outline, type List } from './pages';
import { PageSize } from './page-size';

/** The maximum in all documents of Devin. Newer ones allow 200. */
const itemsPerPage = 100;

/**
 * The items of each page of a list whose pages begin at an offset. The list ends with an empty page, or with a shorter one
 * after which Devin says that there is no other. Throws a DevinError `malformed` if a page comes again.
 * Unverified: whether `has_next_page` is right for such lists. So a page that is full never ends one.
 */
export async function* offsetPages(
  get: Get,
  { path, query, options }: List,
  log: (message: string) => void,
): AsyncGenerator<unknown[]> {
  const size = new PageSize(itemsPerPage);
  const read = new Set<string>();
  let [offset, asked] = [0, itemsPerPage];
  for (let number = 1; number <= maxPages; number += 1) {
    const answer = await size.read((limit) => {
      asked = limit;
      return get(path, { ...query, limit, offset }, options);
    });
    const { items, hasNext } = asPage(answer);
    log(`${path}: page ${number} has ${items.length} items`);
    const isOld = items.length > 0 && !addTo(read, JSON.stringify(outline(items)));
    // Devin does not say that there is a next page, and ignores the offset.
    if (isOld && hasNext !== true) return;
    if (isOld) throw malformedAnswer('a page again that was already read');
    yield items;
    if (items.length === 0 || (hasNext === false && items.length < asked)) return;
    offset += items.length;
  }
  throw malformedAnswer(`more than ${maxPages} pages`);
}

function asPage(answer: unknown): { items: unknown[]; hasNext: boolean | null } {
  const page = object(answer, 'a page');
  return { items: array(page.items, '"items"'), hasNext: nullableBoolean(page, 'has_next_page') };
}
