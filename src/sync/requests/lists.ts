import type { DevinClient } from '../../devin/calls';
import type { Query } from '../../devin/http/query';

/** Reads a list: the items of each page, in order. */
export type ReadList = (client: DevinClient, path: string, query?: Query) => AsyncIterable<unknown[]>;

/** A list whose pages follow a cursor. */
export const byCursor: ReadList = (client, path, query) => client.pages(path, query);

/** A list whose pages begin at an offset. */
export const byOffset: ReadList = (client, path, query) => client.pages(path, query, { paging: 'offset' });

/** An answer that is not a list: `itemsOf` makes the items from it. */
export function oneAnswer(itemsOf: (answer: unknown) => unknown[]): ReadList {
  return async function* (client, path, query) {
    yield itemsOf(await client.get(path, query));
  };
}
