import { maxWindowDays, addDays, dayOfStamp, startOfDay, windowsNewestFirst, type Day } from '../days';
import type { ReadContext } from '../define';

/** Entries become visible some time after their stamp: every sync reads so much again. */
export const lookbackSeconds = 3600;

/**
 * How a list changes. An entry of an `append-only` one keeps its stamp for good. An `updated` one gets a later stamp, and so
 * leaves a list that has an upper bound.
 */
export type ListKind = 'append-only' | 'updated';

/** One reading of the list from its first page to its last; instants are Unix seconds. */
export interface Pass {
  /** The first and the last second whose entries are emitted; the last is Infinity where every newer entry is. */
  readonly from: number;
  readonly to: number;
  /** Whether Devin is told the upper bound, too. */
  readonly isBounded: boolean;
  /** How far the stream has come once the pass is read. */
  readonly through: number;
}

/** What a changes stream keeps; `synced_through` is absent until something was read. */
export interface ChangesState {
  scope_id: string;
  start_date: Day;
  synced_through?: string;
}

/** The span of a sync: from the look-back before the state to what the lists show. */
interface Span extends Omit<Pass, 'isBounded'> {
  /** Whether the span ends in the past, by the end date. */
  readonly isClosed: boolean;
  /** Whether the state is at the end date, so that only the look-back is left. */
  readonly isReadAgain: boolean;
}

/**
 * The passes of a sync, oldest first; none, with a warning, where there is nothing to read.
 * The newest pass has no upper bound, so that nothing leaves the list while it is read. Entries of an append-only list never
 * leave it: its older part is read in windows, because Devin takes at most 100 days
 * (https://docs.devin.ai/api-reference/v3/audit-logs/enterprise-audit-logs). All else is one pass.
 */
export function passesToRead(context: ReadContext, state: ChangesState, kind: ListKind): Pass[] {
  const span = spanToRead(context, state);
  if (span === undefined) return [];
  if (kind === 'append-only') return windowsOf(span);
  // What slips to another page of the hour that is read in every sync comes with the next one.
  return [{ ...span, isBounded: span.isClosed && span.isReadAgain }];
}

/** Unix seconds of an instant, the fraction cut off. */
export function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function spanToRead(context: ReadContext, state: ChangesState): Span | undefined {
  const until = toSeconds(context.completeUntil);
  const end = context.endDate === undefined ? Infinity : lastSecondOf(context.endDate);
  const { synced_through: syncedThrough, start_date: startDate } = state;
  const synced = syncedThrough === undefined ? -Infinity : toSeconds(new Date(syncedThrough));
  const from = Math.max(startOfDay(startDate), synced - lookbackSeconds);
  const what = syncedThrough === undefined ? `start date, ${startDate},` : `state, ${syncedThrough},`;
  if (Math.max(from, synced) > until) {
    context.log('WARN', `The ${what} lies in the future: nothing is read.`);
    return undefined;
  }
  if (from > end) {
    context.log('WARN', `The ${what} lies after the end date, ${context.endDate ?? ''}: nothing is read.`);
    return undefined;
  }
  return {
    ...{ from, to: end, through: Math.min(until, end) },
    ...{ isClosed: end < until, isReadAgain: synced >= end },
  };
}

function windowsOf({ from, to, through, isClosed }: Span): Pass[] {
  const windows = windowsNewestFirst(dayOfStamp(from), dayOfStamp(through), maxWindowDays - 1).reverse();
  return windows.map((window, index) => {
    const first = Math.max(from, midnight(window.from));
    if (index === windows.length - 1) return { from: first, to, isBounded: isClosed, through };
    const last = lastSecondOf(window.to);
    return { from: first, to: last, isBounded: true, through: last };
  });
}

/** 00:00:00 UTC of a date, in Unix seconds. */
function midnight(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}

function lastSecondOf(day: Day): number {
  return midnight(addDays(day, 1)) - 1;
}
