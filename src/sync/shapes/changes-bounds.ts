import type { DevinClient } from '../../devin/calls';
import type { Query } from '../../devin/http/query';
import type { Pass } from './changes-passes';

/** A list of Devin that takes time bounds. */
export interface TimedList {
  readonly path: string;
  /** The query for entries from `after` to `before`, in Unix seconds. Undefined means no upper bound. */
  readonly query: (after: number, before: number | undefined) => Query;
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
export async function ignoresBounds(client: DevinClient, { path, query }: TimedList): Promise<boolean> {
  for await (const page of client.pages(path, { ...query(...before2001), first: 1 })) return page.length > 0;
  return false;
}
