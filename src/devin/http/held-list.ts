import type { DevinClient } from '../calls';
import { isOutcome, malformedAnswer } from '../errors';

/** More people, organizations or service users than any account has. */
const maxItems = 1_000_000;

/** The pages of a list that is kept completely in memory. Throws a DevinError `malformed` after a million items. */
export async function* heldPages(pages: AsyncIterable<unknown[]>): AsyncGenerator<unknown[]> {
  let items = 0;
  for await (const page of pages) {
    items += page.length;
    if (items > maxItems)
      throw malformedAnswer(`more than ${maxItems.toLocaleString('en')} items in one list`);
    yield page;
  }
}

/**
 * The pages of a list that is kept completely in memory, from the first path that does not answer 404. Throws the last
 * 404 if all do.
 */
export async function* heldList(
  client: Pick<DevinClient, 'pages'>,
  paths: readonly string[],
): AsyncGenerator<unknown[]> {
  let notFound: unknown;
  for (const path of paths) {
    let hasPage = false;
    try {
      for await (const page of heldPages(client.pages(path))) {
        hasPage = true;
        yield page;
      }
      return;
    } catch (error) {
      if (!isOutcome(error, 'not_found') || hasPage) throw error;
      notFound = error;
    }
  }
  throw notFound;
}
