import VError from 'verror';
import { isObject } from '../../devin/http/answer';
import { addDays, type Day } from '../days';
import type { Lookback, ReadContext } from '../define';
import { problemWith, type Schema, type SchemaOf } from './schema-check';

/** What every dated stream keeps, besides the day through which it is synced. */
export interface DatedState {
  scope_id: string;
  /** The start date that applies. It is the one of the first sync. Only an earlier configured one replaces it. */
  start_date: Day;
  /** The largest look-back that applied when a day that is not final yet was written. */
  lookback_days: number;
}

/** The longest look-back that can be configured, in days. */
const longestLookback: Readonly<Record<Lookback, number>> = { consumption: 90, metrics: 365 };

/** The part of a JSON schema that all dated states with a look-back of this kind share. */
export function datedProperties(lookback: Lookback): Readonly<Record<keyof DatedState, Schema>> {
  return {
    scope_id: { type: 'string', minLength: 1 },
    start_date: { type: 'string', format: 'date' },
    lookback_days: { type: 'integer', minimum: 0, maximum: longestLookback[lookback] },
  };
}

/** The default start date is this many days before the last complete day of the first sync. */
const defaultHistoryDays = 89;

/**
 * Reads the incoming state. Undefined if there is none (absent, null or `{}`), or if it belongs to another scope,
 * with a warning. Malformed state throws a config_error that names the field.
 */
export function incomingState<State extends { scope_id: string }>(
  context: ReadContext,
  schema: SchemaOf<State>,
): State | undefined {
  const raw = context.incomingState;
  if (isNone(raw)) return undefined;
  const problem = problemWith(raw, schema, 'state');
  if (problem !== undefined) throw malformed(problem);
  const state = raw as State;
  if (state.scope_id === context.scope.id) return state;
  context.log(
    'WARN',
    `The state belongs to ${state.scope_id}, but this connection reads ${context.scope.id}: the stream starts over.`,
  );
  return undefined;
}

/** What a shape tells `openDatedState` about its state. */
export interface DatedStateOptions<State extends DatedState> {
  readonly schema: SchemaOf<State>;
  readonly lookback: Lookback;
  readonly fresh: (dated: DatedState) => State;
  /** The state after the start date moved back: everything is read again, and nobody is forgotten. */
  readonly startOver: (old: State, dated: DatedState) => State;
}

/**
 * The state to work on, by the rules of a dated stream. The start date of the state applies, unless the configured
 * one is earlier. The look-back is the larger one of the configured and the stored one.
 */
export function openDatedState<State extends DatedState>(
  context: ReadContext,
  { schema, lookback, fresh, startOver }: DatedStateOptions<State>,
): State {
  const old = incomingState<State>(context, schema);
  const { start, startsOver } = startDateInForce(context, old);
  const lookbackDays = context.lookbackDays[lookback];
  const dated = { scope_id: context.scope.id, start_date: start, lookback_days: lookbackDays };
  if (old === undefined) return fresh(dated);
  if (startsOver) return startOver(old, dated);
  return { ...old, lookback_days: Math.max(lookbackDays, old.lookback_days) };
}

/**
 * The start date that applies, and whether the stream starts over because of it. Logs a line if it is not the
 * configured one.
 */
export function startDateInForce(
  context: ReadContext,
  old: { readonly start_date: Day } | undefined,
): { start: Day; startsOver: boolean } {
  const configured = context.startDate;
  if (old === undefined) return { start: configured ?? defaultStart(context), startsOver: false };
  const inForce = `the ${old.start_date} of earlier syncs`;
  if (configured === undefined || configured === old.start_date) {
    return { start: old.start_date, startsOver: false };
  }
  if (configured < old.start_date) {
    context.log(
      'WARN',
      `start_date ${configured} is earlier than ${inForce}: the stream starts over from it.`,
    );
    return { start: configured, startsOver: true };
  }
  const what = `start_date ${configured} is later than ${inForce}`;
  context.log('INFO', `${what} and is ignored until the stream is refreshed.`);
  return { start: old.start_date, startsOver: false };
}

function defaultStart({ lastCompleteDay, endDate, log }: ReadContext): Day {
  const start = addDays(lastCompleteDay, -defaultHistoryDays);
  if (endDate !== undefined && endDate < start) {
    log(
      'WARN',
      `end_date ${endDate} is before the start date, ${start}: nothing is read. Set start_date too.`,
    );
  }
  return start;
}

/** A dictionary that allows any text as a key, even `__proto__`. */
export function dictionary<Value>(entries: Readonly<Record<string, Value>> = {}): Record<string, Value> {
  return Object.assign(Object.create(null) as Record<string, Value>, entries);
}

function isNone(raw: unknown): boolean {
  return raw == null || (isObject(raw) && Object.keys(raw).length === 0);
}

function malformed(problem: string): VError {
  return new VError(
    { info: { failureType: 'config_error' } },
    '%s',
    `The incoming state is malformed: ${problem}. Fix it, or clear the state of the stream to read it from its start date.`,
  );
}
