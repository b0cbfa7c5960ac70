import { addDays, later, maxWindowDays, windowsNewestFirst, type Day, type DayRange } from '../days';
import type { Lookback, ReadContext } from '../define';
import type { Schema, SchemaOf } from './schema-check';
import { datedProperties, openDatedState, type DatedState } from './state';

/** The state of a stream that is synced through one day. */
export interface DailyState extends DatedState {
  synced_through?: Day;
}

/** Whether the state is in the future. Logs a warning then: nothing must be read, and the state must not change. */
export function liesAhead(context: ReadContext, state: DailyState, lastDay = context.lastDay): boolean {
  const synced = state.synced_through;
  if (synced === undefined || synced <= lastDay) return false;
  const ahead = `synced through ${synced}, after the last day to read, ${lastDay}`;
  context.log('WARN', `The state is ${ahead}: nothing is read.`);
  return true;
}

/** The first day that is not synced yet, or that is within the look-back. */
export function firstDayToRead({ synced_through: synced, start_date, lookback_days }: DailyState): Day {
  return synced === undefined ? start_date : later(addDays(synced, 1 - lookback_days), start_date);
}

/** The windows to read for the state and the look-back, in order. */
export function windowsToRead(context: ReadContext, state: DailyState): DayRange[] {
  return windowsNewestFirst(firstDayToRead(state), context.lastDay, maxWindowDays).reverse();
}

/** Moves the state to the day through which everything is read, never back. */
export function moveSyncedThrough(state: DailyState, day: Day): void {
  state.synced_through = later(state.synced_through ?? day, day);
}

/** The state to work on, for a stream that is synced through one day. */
export function openDailyState(context: ReadContext, lookback: Lookback): DailyState {
  return openDatedState<DailyState>(context, {
    schema: schemas[lookback],
    lookback,
    fresh: (dated) => ({ ...dated }),
    startOver: (_, dated) => ({ ...dated }),
  });
}

/** The properties of the state of a stream that is synced through one day, for its schema. */
export function dailyProperties(lookback: Lookback): Readonly<Record<keyof DailyState, Schema>> {
  return { ...datedProperties(lookback), synced_through: { type: 'string', format: 'date' } };
}

const required = ['scope_id', 'start_date', 'lookback_days'];
const schemas: Readonly<Record<Lookback, SchemaOf<DailyState>>> = {
  consumption: { type: 'object', required, properties: dailyProperties('consumption') },
  metrics: { type: 'object', required, properties: dailyProperties('metrics') },
};
