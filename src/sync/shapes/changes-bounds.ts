import type { DevinClient } from '../../devin/calls';
import { isOutcome } from '../../devin/errors';
import type { Query } from '../../devin/http/query';
import type { Pass } from './changes-passes';

/** A list of Devin that takes time bounds. */
export interface TimedList {
  /** The query for entries from `after` to `before`, in Unix seconds. Undefined means no upper bound. */
  readonly query: (after: number, before: number | undefined) => Query;
}

/** A list that may be at another path. Devin answers 404 to the first one then. */
export class ListAtPath implements TimedList {
  constructor(
    private readonly client: DevinClient,
    readonly query: TimedList['query'],
    /** The path in use. */
    public path: string,
    private readonly otherPath = path,
  ) {}

  /** The pages of the list. */
  async *pages(query: Query): AsyncGenerator<unknown[]> {
    try {
      yield* this.client.pages(this.path, query);
    } catch (error) {
      if (!isOutcome(error, 'not_found') || this.path === this.otherPath) throw error;
      this.path = this.otherPath;
      yield* this.client.pages(this.path, query);
    }
  }
}

/** No entry is older than this: Devin did not exist. */
const before2001 = [978_220_800, 978_307_200] as const;

/**
 * The bounds of the request.
 * Unverified: whether Devin's bounds are inclusive. The request has one second more on each side, and what is outside
 * is dropped.
 */
export function boundsOf({ from, to, isBounded }: Pass): [after: number, before?: number] {
  return isBounded ? [from - 1, to + 1] : [from - 1];
}

/** Whether an entry is outside the bounds of the request. */
export function isOutside(stamp: number, pass: Pass): boolean {
  const [after, before = Infinity] = boundsOf(pass);
  return stamp < after || stamp > before;
}

/**
 * Whether Devin ignores the upper bound, so that a list ends only at its own end. It does so if the list has entries
 * for a day on which nothing happened. Devin ignores parameters that it does not know.
 */
export async function ignoresBounds(list: ListAtPath): Promise<boolean> {
  for await (const page of list.pages({ ...list.query(...before2001), first: 1 })) return page.length > 0;
  return false;
}
