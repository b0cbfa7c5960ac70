import { isOutcome } from '../../devin/errors';
import { readConsumption, type ConsumptionDay, type ListSubjects } from '../requests/consumption';
import { maxWindowDays, addDays, windowsNewestFirst, type Day, type DayRange } from '../days';
import type { ReadContext } from '../define';
import type { SubjectSlice } from './subject-slices';

/** What reading a slice came to. */
export interface SliceOutcome {
  readonly slice: SubjectSlice;
  /** Every day that could be read, in order. */
  readonly days: readonly ConsumptionDay[];
  /** The last day through which everything is read; undefined where that is none. */
  readonly through: Day | undefined;
  /** The first failure. */
  readonly error?: unknown;
  /** Devin does not know the subject: its newest window was answered 404. Of a former subject, 403 says so too. */
  readonly isUnknown?: boolean;
  /** An older window was answered 404. */
  readonly hasNotFoundWindow?: boolean;
}

interface WindowOutcome {
  readonly window: DayRange;
  readonly days?: readonly ConsumptionDay[];
  readonly error?: unknown;
}

/**
 * Reads one subject; never rejects. The newest window decides whether Devin knows the subject at all. A window that
 * fails stops no other. An older window that is answered 404 is empty where `isKnownEmpty`, or for a former subject.
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
