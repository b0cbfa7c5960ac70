import { malformedAnswer } from './errors';

/** More people, organizations or service users than any account has. */
const maxItems = 1_000_000;

/** The pages of a list that is held in memory as a whole; throws a DevinError `malformed` after a million items. */
export async function* heldPages(pages: AsyncIterable<unknown[]>): AsyncGenerator<unknown[]> {
  let items = 0;
  for await (const page of pages) {
    items += page.length;
    if (items > maxItems)
      throw malformedAnswer(`more than ${maxItems.toLocaleString('en')} items in one list`);
    yield page;
  }
}
