import { isOutcome } from '../../devin/errors';
import { readConsumption, type ConsumptionDay, type ListSubjects } from '../requests/consumption';
import { maxWindowDays, addDays, windowsNewestFirst, type Day, type DayRange } from '../days';
import type { ReadContext } from '../define';
import type { SubjectSlice } from './subject-slices';

/** The result of reading a slice. */
export interface SliceOutcome {
  readonly slice: SubjectSlice;
  /** All days that could be read, in order. */
  readonly days: readonly ConsumptionDay[];
  /** The slice is completely read through this day. Undefined if not even its first day is. */
  readonly through: Day | undefined;
  /** The first failure. */
  readonly error?: unknown;
  /** Devin does not know the subject: it answered 404 for the newest window, or 403 for a former subject. */
  readonly isUnknown?: boolean;
  /** Devin answered 404 for an older window. */
  readonly hasNotFoundWindow?: boolean;
}

interface WindowOutcome {
  readonly window: DayRange;
  readonly days?: readonly ConsumptionDay[];
  readonly error?: unknown;
}

/**
 * Reads one subject, and never rejects. The newest window shows whether Devin knows the subject at all. A window that
 * fails does not stop the others. An older window with a 404 is empty if `isKnownEmpty`, or if the subject is a
 * former one.
 */
export async function readSlice(
  by: ListSubjects<object>,
  context: ReadContext,
  slice: SubjectSlice,
  isKnownEmpty: boolean,
): Promise<SliceOutcome> {
  const [newest, ...older] = windowsNewestFirst(slice.from, slice.to, maxWindowDays);
  if (newest === undefined) return { slice, days: [], through: slice.to };
  const read = (window: DayRange) => readWindow(by, context, slice, window);
  const recent = await read(newest);
  if (isUnknown(slice, recent.error)) return { slice, days: [], through: undefined, isUnknown: true };
  const outcomes = [...(await Promise.all(older.map(read))).reverse(), recent];
  const isEmpty = ({ error }: WindowOutcome) => isUnknown(slice, error) && (slice.hasLeft || isKnownEmpty);
  const firstGap = outcomes.find((outcome) => outcome.days === undefined && !isEmpty(outcome));
  return {
    slice,
    days: outcomes.flatMap(({ days = [] }) => days),
    through: firstGap === undefined ? slice.to : throughBefore(firstGap.window, slice),
    error: outcomes.find(({ error }) => error !== undefined && !isUnknown(slice, error))?.error,
    hasNotFoundWindow: outcomes.some(({ error }) => isUnknown(slice, error)) && !slice.hasLeft,
  };
}

async function readWindow(
  { path: pathOf }: ListSubjects<object>,
  context: ReadContext,
  { id }: SubjectSlice,
  window: DayRange,
): Promise<WindowOutcome> {
  try {
    return { window, days: await readConsumption(context, pathOf(context.scope, id), window) };
  } catch (error) {
    return { window, error };
  }
}

function throughBefore({ from }: DayRange, slice: SubjectSlice): Day | undefined {
  return from === slice.from ? undefined : addDays(from, -1);
}

function isUnknown({ hasLeft }: SubjectSlice, error: unknown): boolean {
  return isOutcome(error, 'not_found') || (hasLeft && isOutcome(error, 'forbidden'));
}
