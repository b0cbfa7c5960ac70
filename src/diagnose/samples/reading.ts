import { addDays } from '../../sync/days';
import type { Desk, Reading } from '../desk';
import { sortedRows } from './usable-rows';

const comparedDays = 120;

/** The ACUs of each of the last days, as Devin shows them now. Undefined if it shows none. */
export async function readingNow(desk: Desk): Promise<Reading | undefined> {
  const total = await desk.once(sortedRows);
  if ('why' in total) return undefined;
  const recent = total.rows.filter(
    ({ day }) => day > addDays(desk.lastDay, -comparedDays) && day <= desk.lastDay,
  );
  return {
    at: desk.nowSeconds,
    lastDay: desk.lastDay,
    acus: Object.fromEntries(recent.map(({ day, acus }) => [day, acus])),
  };
}
