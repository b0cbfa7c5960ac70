import type { DevinClient } from '../../devin/calls';
import type { Query } from '../../devin/http/query';
import type { Pass } from './changes-passes';

/** A list of Devin's that is asked for by time. */
export interface TimedList {
  readonly path: string;
  /** The query for what is stamped from `after` to `before`, in Unix seconds; undefined is no upper bound. */
  readonly query: (after: number, before: number | undefined) => Query;
}

/** No entry is that old: Devin did not exist. */
const before2001 = [978_220_800, 978_307_200] as const;

/**
 * What Devin is asked for.
 * Unverified: whether its bounds are inclusive. A second more on each side is asked for, and dropped.
 */
export function boundsOf({ from, to, isBounded }: Pass): [after: number, before?: number] {
  return isBounded ? [from - 1, to + 1] : [from - 1];
}

/** Whether Devin sent what it was not asked for. */
export function isOutside(stamp: number, pass: Pass): boolean {
  const [after, before = Infinity] = boundsOf(pass);
  return stamp < after || stamp > before;
}

/**
 * Whether Devin ignores the upper bound, so that a list that it sends has no end but its own: it then has entries of a day on
 * which nothing happened. Devin ignores parameters that it does not know.
 */
export async function ignoresBounds(client: DevinClient, { path, query }: TimedList): Promise<boolean> {
  for await (const page of client.pages(path, { ...query(...before2001), first: 1 })) return page.length > 0;
  return false;
}
