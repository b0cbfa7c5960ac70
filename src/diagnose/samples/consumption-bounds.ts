import { addDays } from '../../sync/days';
import type { Desk } from '../desk';
import { notAsked, otherShape, unclear, withoutAnswer, type Unsettled } from '../question';
import { dayRows, type DayRow } from './day-rows';
import { sortedRows } from './usable-rows';

/** Three days in a row with consumption. The requests are about the one in the middle. */
interface Days {
  readonly before: DayRow;
  readonly own: DayRow;
  readonly after: DayRow;
}

/** Which of the three days two small windows show. */
export interface ConsumptionBounds {
  /** A window of one hour inside the day, away from both stamps. */
  readonly inside: Shown;
  /** A window from the stamp of the day to the stamp of the next one. */
  readonly between: Shown;
}

interface Shown {
  readonly before: boolean;
  readonly own: boolean;
  readonly after: boolean;
}

export type BoundsEvidence = ConsumptionBounds | { readonly why: Unsettled };

/** Later days may still change. */
const settledDays = 8;

/** What two small windows show that touch the stamps of a day, or do not. */
export async function consumptionBounds(desk: Desk): Promise<BoundsEvidence> {
  const total = await desk.once(sortedRows);
  if ('why' in total) return total;
  const days = threeDays(total.rows, addDays(desk.lastDay, -settledDays));
  if (days === undefined) return { why: notAsked('there are no three days in a row with consumption') };
  const { stamp } = days.own;
  const [inside, between] = await Promise.all([
    shownIn(desk, days, [stamp + 3_600, stamp + 7_200]),
    shownIn(desk, days, [stamp, days.after.stamp]),
  ]);
  if ('why' in inside) return inside;
  return 'why' in between ? between : { inside, between };
}

/** The newest three days in a row, up to the last settled one. */
function threeDays(rows: readonly DayRow[], lastSettled: string): Days | undefined {
  const used = rows.filter(({ acus, day }) => acus > 0 && day <= lastSettled);
  for (let index = used.length - 1; index >= 2; index -= 1) {
    const [before, own, after] = used.slice(index - 2, index + 1);
    if (!before || !own || !after) continue;
    if (addDays(before.day, 1) === own.day && addDays(own.day, 1) === after.day)
      return { before, own, after };
  }
  return undefined;
}

async function shownIn(
  desk: Desk,
  { before, own, after }: Days,
  [from, to]: readonly [number, number],
): Promise<Shown | { readonly why: Unsettled }> {
  const path = desk.scope.path('consumption', 'daily');
  const reply = await desk.ask(path, { time_after: from, time_before: to });
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  const rows = dayRows(reply);
  if (rows === undefined) return { why: otherShape };
  const stamps = new Set(rows.map(({ stamp }) => stamp));
  const known = [before, own, after].filter(({ stamp }) => stamps.has(stamp)).length;
  if (known < stamps.size) return { why: unclear('the answer has other days than the window') };
  return {
    before: stamps.has(before.stamp),
    own: stamps.has(own.stamp),
    after: stamps.has(after.stamp),
  };
}
