import { array } from '../../devin/http/answer';
import { malformedAnswer } from '../../devin/errors';
import type { DevinScope } from '../../devin/scope';
import {
  firstDayToRead,
  liesAhead,
  moveSyncedThrough,
  openDailyState,
  type DailyState,
} from '../state/daily-state';
import {
  maxWindowDays,
  addDays,
  countDays,
  dayOfStamp,
  eachDay,
  earlier,
  midnight,
  type Day,
  type DayRange,
} from '../days';
import type { Declaration, ReadContext, Reading, StreamDefinition } from '../define';
import { periodFields, type Period } from '../fields/period-fields';
import { readWindows } from '../fan-out/windows';

export interface PeriodsOptions<Row extends object> {
  readonly path: (scope: DevinScope) => string;
  /** Whether a period starts on this UTC date. */
  readonly startsOn: (day: Day) => boolean;
  readonly row: (period: Period, context: ReadContext) => Omit<Row, 'is_final'>;
}

/** Periods of all lengths have the same answer. */
const anyPeriod = periodFields('period');

/** One period, as its first and last UTC date. */
type Span = DayRange;

/** The periods of one request. */
interface Window extends DayRange {
  readonly spans: readonly Span[];
}

/**
 * A stream of counts by UTC day, week or month. It has the complete periods that start on or after the start date.
 * Each request is for whole periods (https://docs.devin.ai/api-reference/v3/metrics/metrics-dau).
 */
export function periodsStream<Row extends object>(
  declaration: Declaration<Row> & PeriodsOptions<Row> & { readonly cursorField: keyof Row & string },
): StreamDefinition<Row> {
  return { ...declaration, lookback: 'consumption', open: (context) => open(declaration, context) };
}

/** The bounds of a probe or request as Unix seconds: 00:00:00 UTC of `from` and of the day after `to`. */
export function periodsQuery({ from, to }: Span): { time_after: number; time_before: number } {
  return { time_after: midnight(from), time_before: midnight(addDays(to, 1)) };
}

/** Devin's weeks are from Monday to Sunday. */
export function isMonday(day: Day): boolean {
  return new Date(midnight(day) * 1000).getUTCDay() === 1;
}

function open<Row extends object>(options: PeriodsOptions<Row>, context: ReadContext): Reading<Row> {
  const state = openDailyState(context, 'consumption');
  return { state, rows: rows(options, context, state) };
}

async function* rows<Row extends object>(
  options: PeriodsOptions<Row>,
  context: ReadContext,
  state: DailyState,
): AsyncGenerator<readonly Row[]> {
  const elapsed = addDays(dayOfStamp(context.now.getTime() / 1000), -1);
  const lastDay = context.endDate === undefined ? elapsed : earlier(elapsed, context.endDate);
  if (liesAhead(context, state, lastDay)) return;
  const finalThrough = addDays(elapsed, -context.lookbackDays.consumption);
  const windows = inWindows(spansToRead(options, state, lastDay));
  const read = (window: Window) => readPeriods(options, context, window);
  for await (const { window, found, isUnbroken } of readWindows(windows, context, read)) {
    yield found.map(({ period, end }) => {
      return { ...options.row(period, context), is_final: end <= finalThrough } as unknown as Row;
    });
    if (isUnbroken) moveSyncedThrough(state, window.to);
  }
  // The look-back counts from this day. A period that is final now is not read again.
  moveSyncedThrough(state, lastDay);
  state.lookback_days = context.lookbackDays.consumption;
}

/**
 * The periods of a window, as Devin sends them. Neighboring periods are dropped. Throws if Devin sends a period
 * within the window that was not asked for, or sends one twice.
 */
async function readPeriods<Row extends object>(
  options: PeriodsOptions<Row>,
  context: ReadContext,
  window: Window,
): Promise<{ period: Period; end: Day }[]> {
  const query = periodsQuery(window);
  const answer = array(await context.client.get(options.path(context.scope), query), 'the periods');
  const expected = new Map(window.spans.map(({ from, to }) => [from, to]));
  return answer.flatMap((item) => {
    const period = anyPeriod.read(item, context);
    const { period_start: start } = period;
    if (start < window.from || start > window.to) return [];
    const end = expected.get(start);
    if (end === undefined) throw malformedAnswer(`a period that starts on ${start}, or two of them`);
    expected.delete(start);
    return [{ period, end }];
  });
}

/** The complete periods that are not synced yet, or that end within the look-back. */
function spansToRead<Row extends object>(
  { startsOn }: PeriodsOptions<Row>,
  state: DailyState,
  lastDay: Day,
): Span[] {
  const first = firstDayToRead(state);
  // The last period ends where the next one starts, so one more start is needed.
  const starts = eachDay(state.start_date, addDays(lastDay, 1)).filter(startsOn);
  return starts
    .slice(0, -1)
    .map((from, index) => ({ from, to: addDays(starts[index + 1] as Day, -1) }))
    .filter(({ to }) => to >= first);
}

function inWindows(spans: readonly Span[]): Window[] {
  const result: Window[] = [];
  for (const span of spans) {
    const window = result.at(-1);
    const fits = window !== undefined && countDays(window.from, span.to) <= maxWindowDays;
    if (fits) result[result.length - 1] = { ...window, to: span.to, spans: [...window.spans, span] };
    else result.push({ ...span, spans: [span] });
  }
  return result;
}
