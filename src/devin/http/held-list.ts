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

/** A whole list from the first path that does not answer 404. Throws the last 404 if all do. */
export async function readHeldList(
  client: Pick<DevinClient, 'pages'>,
  paths: readonly string[],
): Promise<unknown[]> {
  const read: unknown[][] = [];
  let notFound: unknown;
  for (const path of paths) {
    try {
      for await (const page of heldPages(client.pages(path))) read.push(page);
      return read.flat();
    } catch (error) {
      if (!isOutcome(error, 'not_found') || read.length > 0) throw error;
      notFound = error;
    }
  }
  throw notFound;
}
