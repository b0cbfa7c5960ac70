import {
  maxWindowDays,
  addDays,
  dayOfStamp,
  midnight,
  startOfDay,
  windowsNewestFirst,
  type Day,
} from '../days';
import type { Lookback, ReadContext } from '../define';
import { incomingState, startDateInForce } from '../state/state';
import type { SchemaOf } from '../state/schema-check';

/** Entries become visible some time after their timestamp, so every sync reads this much again. */
export const lookbackSeconds = 3600;
const secondsPerDay = 86_400;

/**
 * How a list changes. An entry of an `append-only` list keeps its timestamp forever. An entry of an `updated` list
 * gets a later timestamp, and so leaves a list that has an upper bound.
 */
export type ListKind = 'append-only' | 'updated';

/** One reading of the list from its first page to its last. Instants are Unix seconds. */
export interface Pass {
  /**
   * The first and the last second whose entries are emitted. The last is Infinity if every newer entry is emitted
   * too.
   */
  readonly from: number;
  readonly to: number;
  /** Whether the request has the upper bound. */
  readonly isBounded: boolean;
  /** The instant through which the stream is synced after this pass. */
  readonly through: number;
}

/** The state of a changes stream. `synced_through` is absent until something was read. */
export interface ChangesState {
  scope_id: string;
  start_date: Day;
  synced_through?: string;
  /** For a stream whose entries still change: the look-back of the last sync that read everything. */
  lookback_days?: number;
}

export const changesSchema: SchemaOf<ChangesState> = {
  type: 'object',
  required: ['scope_id', 'start_date'],
  properties: {
    scope_id: { type: 'string', minLength: 1 },
    start_date: { type: 'string', format: 'date' },
    synced_through: { type: 'string', format: 'date-time' },
    lookback_days: { type: 'integer', minimum: 0, maximum: 365 },
  },
};

/** The state to work on. A longer look-back of earlier syncs applies until everything is read. */
export function openChangesState(context: ReadContext, lookback: Lookback | undefined): ChangesState {
  const old = incomingState<ChangesState>(context, changesSchema);
  const { start, startsOver } = startDateInForce(context, old);
  const state: ChangesState = { scope_id: context.scope.id, start_date: start };
  if (old?.synced_through !== undefined && !startsOver) state.synced_through = old.synced_through;
  if (lookback !== undefined)
    state.lookback_days = Math.max(context.lookbackDays[lookback], old?.lookback_days ?? 0);
  return state;
}

/** Sets the look-back to the configured one, after everything is read. */
export function settleLookback(state: ChangesState, context: ReadContext, lookback?: Lookback): void {
  if (lookback !== undefined) state.lookback_days = context.lookbackDays[lookback];
}

/** The span of a sync: from the look-back before the state to the end of what the lists show. */
interface Span extends Omit<Pass, 'isBounded'> {
  /** Whether the span ends in the past, because of the end date. */
  readonly isClosed: boolean;
  /** Whether the state has reached the end date, so that only the look-back is left. */
  readonly isReadAgain: boolean;
}

/**
 * The passes of a sync, oldest first. None, with a warning, if there is nothing to read. The newest pass has no upper
 * bound, so that no entry leaves the list while it is read. Entries of an append-only list never leave it. So its
 * older part is read in windows, because Devin accepts at most 100 days
 * (https://docs.devin.ai/api-reference/v3/audit-logs/enterprise-audit-logs). Everything else is one pass. At least one hour
 * is read again, and `againDays` if that is more.
 */
export function passesToRead(
  context: ReadContext,
  state: ChangesState,
  kind: ListKind,
  againDays = 0,
): Pass[] {
  const span = spanToRead(context, state, againDays);
  if (span === undefined) return [];
  if (kind === 'append-only') return windowsOf(span);
  // An entry of the last hour that moves to another page comes with the next sync, which reads that hour again.
  return [{ ...span, isBounded: span.isClosed && span.isReadAgain }];
}

/** Unix seconds of an instant, without the fraction. */
function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function spanToRead(context: ReadContext, state: ChangesState, againDays: number): Span | undefined {
  const until = toSeconds(context.completeUntil);
  const end = context.endDate === undefined ? Infinity : lastSecondOf(context.endDate);
  const { synced_through: syncedThrough, start_date: startDate } = state;
  const synced = syncedThrough === undefined ? -Infinity : toSeconds(new Date(syncedThrough));
  const againSeconds = Math.max(lookbackSeconds, againDays * secondsPerDay);
  const from = Math.max(startOfDay(startDate), synced - againSeconds);
  const what = syncedThrough === undefined ? `start date, ${startDate},` : `state, ${syncedThrough},`;
  if (Math.max(from, synced) > until) {
    context.log('WARN', `The ${what} is in the future: nothing is read.`);
    return undefined;
  }
  if (from > end) {
    context.log('WARN', `The ${what} is after the end date, ${context.endDate ?? ''}: nothing is read.`);
    return undefined;
  }
  return {
    from,
    to: end,
    through: Math.min(until, end),
    isClosed: end < until,
    isReadAgain: synced >= end,
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

function lastSecondOf(day: Day): number {
  return midnight(addDays(day, 1)) - 1;
}
