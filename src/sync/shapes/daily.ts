import { addDays, countDays, type Day, type DayRange } from '../days';
import type { Lookback, ReadContext, Reading, Work } from '../define';
import { readWindows } from '../fan-out/windows';
import {
  liesAhead,
  moveSyncedThrough,
  openDailyState,
  windowsToRead,
  type DailyState,
} from '../state/daily-state';

/** A row as the engine needs it. */
export interface DailyRow {
  date: string;
  is_final: boolean;
}

/** The fields of a row without the day and the subject. */
export type OwnFields<Row extends DailyRow, SubjectFields extends object> = Omit<
  Row,
  keyof DailyRow | keyof SubjectFields
>;

/** Reads a row for every day of a window, in order. `settled` may be told of days as soon as they are known. */
export type ReadWindow = (
  window: DayRange,
  settled: (days: number) => void,
) => Promise<readonly { readonly date: Day }[]>;

/** Reads one row for every day, in day order and in windows. The state moves after each window. */
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
    if (isUnbroken) moveSyncedThrough(state, window.to);
  }
  state.lookback_days = context.lookbackDays[lookback];
}
