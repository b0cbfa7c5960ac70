import type { DevinScope } from '../devin/scope';
import { dailyStream, type DailyRow } from './daily';
import { addDays, eachDay, startOfDay, type DayRange } from './days';
import type { Declaration, ReadContext, StreamDefinition } from './define';
import { search } from './search';

export interface DailyAggregateOptions<Own> {
  /** The path that answers with one aggregate for a window. */
  readonly path: (scope: DevinScope) => string;
  /** The row's own fields. */
  readonly row: (answer: unknown, context: ReadContext) => Own;
  /** About how many events the row's own fields count. */
  readonly events: (own: Own) => number;
}

/**
 * A stream with one row for every day, in day order. A row that is not zero is the endpoint's answer for that very
 * day; days in a window that the endpoint answers with zero are zero.
 */
export function dailyAggregateStream<Row extends DailyRow>(
  declaration: Declaration<Row> & DailyAggregateOptions<Omit<Row, keyof DailyRow>>,
): StreamDefinition<Row> {
  return dailyStream<Row>({
    ...declaration,
    lookback: 'metrics',
    readWindow: (context, window, settled) => readWindow(declaration, context, window, settled),
  });
}

/** The bounds of an aggregate request: from the start of `from` to the end of `to`. */
export function aggregateQuery({ from, to }: DayRange): { time_after: number; time_before: number } {
  return { time_after: startOfDay(from), time_before: startOfDay(addDays(to, 1)) };
}

/** 0 where every number in the fields is zero, however deep; otherwise the events, at least 1. */
export function weigh<Own>(own: Own, events: (own: Own) => number): number {
  return isZero(own) ? 0 : Math.max(1, events(own));
}

function isZero(value: unknown): boolean {
  if (typeof value === 'number') return value === 0;
  return typeof value !== 'object' || value === null || Object.values(value).every(isZero);
}

async function readWindow<Row extends DailyRow>(
  { path, row, events }: DailyAggregateOptions<Omit<Row, keyof DailyRow>>,
  context: ReadContext,
  window: DayRange,
  settled: (days: number) => void,
): Promise<Omit<Row, 'is_final'>[]> {
  const leaves = await search(
    { subjects: [''], ...window },
    {
      ask: async (part) => row(await context.client.get(path(context.scope), aggregateQuery(part)), context),
      weigh: (own) => weigh(own, events),
      settled,
    },
  );
  return leaves
    .sort((one, other) => (one.from < other.from ? -1 : 1))
    .flatMap(({ from, to, answer }) =>
      eachDay(from, to).map((date) => ({ date, ...answer }) as unknown as Omit<Row, 'is_final'>),
    );
}
