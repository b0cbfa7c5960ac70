import type { Desk } from '../desk';
import { notAsked, otherShape, withoutAnswer, type Unsettled } from '../question';
import { ascending, type DayRow } from './day-rows';
import { longestWindow, type LongestWindow } from './longest-window';

/** The rows of the whole scope, in Devin's order, or why there are none. */
export type Rows = { readonly rows: readonly DayRow[] } | { readonly why: Unsettled };

/** The consumption of the whole scope over the longest window. */
export async function totalRows(desk: Desk): Promise<Rows> {
  const longest = await desk.once(longestWindow);
  const { rows = [] } = longest;
  return rows.length > 0 ? { rows } : { why: whyNone(longest) };
}

/** The same rows, from the oldest to the newest. */
export async function sortedRows(desk: Desk): Promise<Rows> {
  const found = await desk.once(totalRows);
  return 'why' in found ? found : { rows: ascending(found.rows) };
}

/**
 * The reason why nothing about windows and users can be said: Devin answers no ordinary window of consumption, or not
 * as documented. Undefined if it does.
 */
export async function consumptionTrouble(desk: Desk): Promise<Unsettled | undefined> {
  const longest = await desk.once(longestWindow);
  return longest.rows === undefined ? whyNone(longest) : undefined;
}

function whyNone({ trouble, acceptedDays, rows }: LongestWindow): Unsettled {
  if (trouble) return withoutAnswer(trouble);
  if (acceptedDays === undefined) return notAsked('Devin refuses every window of consumption');
  return rows === undefined ? otherShape : notAsked('Devin shows no day with consumption');
}
