/** A list as it was when its first page was asked for. */
export interface Kept<Item = unknown> {
  all: readonly Item[];
  ordered: readonly Item[];
}

/** What cursors stand for, by the number of the request for the first page. */
export interface PagingMemory {
  keep(order: number, list: Kept): void;
  find(order: number): Kept | undefined;
}

/** Remembers the newest lists; the cursor of an older one counts positions in the list as it is. */
export function makePagingMemory(most = 1_000): PagingMemory {
  const lists = new Map<number, Kept>();
  return {
    keep(order, list) {
      lists.set(order, list);
      const [oldest] = lists.keys();
      if (lists.size > most && oldest !== undefined) lists.delete(oldest);
    },
    find: (order) => lists.get(order),
  };
}
