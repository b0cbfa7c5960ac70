import { isOutcome } from '../../devin/errors';
import { maxWindowDays, windowsNewestFirst, type DayRange } from '../days';
import type { ReadContext } from '../define';
import { readConsumption, type ConsumptionDay } from './consumption';

/** The days that could be read, in order, and the first failure. */
export interface DaysRead {
  readonly days: readonly ConsumptionDay[];
  readonly error: Error | undefined;
}

/**
 * Reads consumption over any number of days. A window that is answered 404 is empty if another window has an answer.
 * Throws if no window has one.
 */
export async function readAllWindows(
  context: Pick<ReadContext, 'client' | 'oddValue'>,
  path: string,
  { from, to }: DayRange,
): Promise<DaysRead> {
  const windows = windowsNewestFirst(from, to, maxWindowDays).reverse();
  const results = await Promise.allSettled(windows.map((window) => readConsumption(context, path, window)));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  const error = errors.find((each) => !isOutcome(each, 'not_found'));
  if (errors.length === windows.length) throw (error ?? errors[0]) as Error;
  return { days: results.flatMap((result) => (result.status === 'fulfilled' ? result.value : [])), error };
}
