import { addDays, countDays, later, windowsNewestFirst, type Day, type DayRange } from './days';
import type { Lookback, ReadContext, Reading, Work } from './define';
import type { Schema, SchemaOf } from './schema-check';
import { datedProperties, openDatedState, type DatedState } from './state';
import { readWindows } from './windows';

/** No request for days spans more of them than this. */
export const maxWindowDays = 90;

/** A row as the engine needs it. */
export interface DailyRow {
  date: string;
  is_final: boolean;
}

/** The fields of a row that say neither the day nor whose it is. */
export type OwnFields<Row extends DailyRow, Owner extends object> = Omit<Row, keyof DailyRow | keyof Owner>;

/** The state of a stream that is synced through one day. */
export interface DailyState extends DatedState {
  synced_through?: Day;
}

/** Reads a row for every day of a window, in order; `settled` may be told of days as they become known. */
export type ReadWindow = (
  window: DayRange,
  settled: (days: number) => void,
) => Promise<readonly { readonly date: Day }[]>;

/** Whether the state lies in the future, with a warning: nothing is to be read then, and nothing of the state to be changed. */
export function liesAhead(context: ReadContext, state: DailyState, lastDay = context.lastDay): boolean {
  const synced = state.synced_through;
  if (synced === undefined || synced <= lastDay) return false;
  const ahead = `synced through ${synced}, after the last day to read, ${lastDay}`;
  context.log('WARN', `The state is ${ahead}: nothing is read.`);
  return true;
}

/** The windows to read by the state and the look-back, in order. */
export function windowsToRead(context: ReadContext, state: DailyState): DayRange[] {
  const synced = state.synced_through;
  const again = synced === undefined ? state.start_date : addDays(synced, 1 - state.lookback_days);
  return windowsNewestFirst(later(again, state.start_date), context.lastDay, maxWindowDays).reverse();
}

/** The state to work on of a stream that is synced through one day. */
export function openDailyState(context: ReadContext, lookback: Lookback): DailyState {
  return openDatedState<DailyState>(context, {
    schema: schemas[lookback],
    lookback,
    fresh: (dated) => ({ ...dated }),
    startOver: (_, dated) => ({ ...dated }),
  });
}

/** Reads one row for every day, in day order and in windows; state moves window by window. */
export function openDaily<Row extends DailyRow>(
  context: ReadContext,
  lookback: Lookback,
  readWindow: ReadWindow,
): Reading<Row> {
  const state = openDailyState(context, lookback);
  const work = { done: 0, total: 0 };
  return { state, work, rows: rows(context, { lookback, readWindow, state, work }) };
}

interface Parts {
  readonly lookback: Lookback;
  readonly readWindow: ReadWindow;
  readonly state: DailyState;
  readonly work: Work;
}

async function* rows<Row extends DailyRow>(
  context: ReadContext,
  { lookback, readWindow, state, work }: Parts,
): AsyncGenerator<readonly Row[]> {
  if (liesAhead(context, state)) return;
  const windows = windowsToRead(context, state);
  work.total = windows.reduce((days, { from, to }) => days + countDays(from, to), 0);
  const settled = (days: number): void => void (work.done += days);
  const finalThrough = addDays(context.lastCompleteDay, -context.lookbackDays[lookback]);
  const read = (window: DayRange) => readWindow(window, settled);
  for await (const { window, found, isUnbroken } of readWindows(windows, context, read)) {
    yield found.map((row) => ({ ...row, is_final: row.date <= finalThrough }) as unknown as Row);
    if (isUnbroken) state.synced_through = later(state.synced_through ?? window.to, window.to);
  }
  state.lookback_days = context.lookbackDays[lookback];
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
