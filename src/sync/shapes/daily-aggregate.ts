import { aggregateQuery, type AggregateOptions } from '../requests/aggregate';
import { openDaily, type DailyRow, type OwnFields } from './daily';
import { openAggregateBy, type AggregateSubjects } from './daily-aggregate-by';
import { eachDay, type DayRange } from '../days';
import type { Declaration, ReadContext, Reading, StreamDefinition } from '../define';
import { search } from '../search/search';

export interface DailyAggregateOptions<
  Own extends object,
  SubjectFields extends object,
> extends AggregateOptions<Own> {
  /** The subjects of the rows, if a row is not for the whole scope. */
  readonly by?: AggregateSubjects<SubjectFields>;
}

/**
 * A stream of an endpoint that answers with one aggregate for a window. It has one row for every day, in day order,
 * or one row for each subject and day. A row that is not zero is the answer of the endpoint for exactly that day and
 * subject. If the answer for a window is zero, everything in the window is zero.
 */
export function dailyAggregateStream<Row extends DailyRow, SubjectFields extends object = object>(
  declaration: Declaration<Row> & DailyAggregateOptions<OwnFields<Row, SubjectFields>, SubjectFields>,
): StreamDefinition<Row> {
  const { by } = declaration;
  const open = (context: ReadContext): Reading<Row> =>
    by
      ? openAggregateBy({ ...declaration, by }, context)
      : openDaily<Row>(context, 'metrics', (window, settled) =>
          readWindow(declaration, context, window, settled),
        );
  return { ...declaration, cursorField: 'date', lookback: 'metrics', open };
}

async function readWindow<Own extends object>(
  { path, row, events }: AggregateOptions<Own>,
  context: ReadContext,
  window: DayRange,
  settled: (days: number) => void,
): Promise<(Own & { date: string })[]> {
  const answered = await search(
    { subjects: [''], ...window },
    {
      ask: async (part) => row(await context.client.get(path(context.scope), aggregateQuery(part)), context),
      countOf: events,
      settled,
    },
  );
  return answered
    .sort((one, other) => (one.from < other.from ? -1 : 1))
    .flatMap(({ from, to, answer }) => eachDay(from, to).map((date) => ({ date, ...answer })));
}
