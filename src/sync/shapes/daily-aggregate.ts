import { aggregateQuery, type AggregateOptions } from '../requests/aggregate';
import { openDaily, type DailyRow, type OwnFields, type ReadWindow } from './daily';
import { everybody } from '../hints/indexed-list';
import { openAggregateBy, type AggregateSubjects } from './daily-aggregate-by';
import { eachDay } from '../days';
import type { Declaration, ReadContext, Reading, StreamDefinition } from '../define';
import { hintsOf } from '../hints/list-hints';
import { searchWithHints, type Hints } from '../search/hinted-search';

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
  const open = (context: ReadContext): Reading<Row> => {
    if (by) return openAggregateBy({ ...declaration, by }, context);
    const read = windowReader(declaration, context, hintsOf(declaration.hints, context));
    return openDaily<Row>(context, 'metrics', read);
  };
  return { ...declaration, cursorField: 'date', lookback: 'metrics', open };
}

function windowReader<Own extends object>(
  { path, row, events }: AggregateOptions<Own>,
  context: ReadContext,
  hints: Hints<Own> | undefined,
): ReadWindow {
  return async (window, settled) => {
    const answered = await searchWithHints<Own>(
      { subjects: [everybody], ...window },
      {
        ask: async (part) =>
          row(await context.client.get(path(context.scope), aggregateQuery(part)), context),
        countOf: events,
        settled,
      },
      hints,
    );
    return answered
      .sort((one, other) => (one.from < other.from ? -1 : 1))
      .flatMap(({ from, to, answer }) => eachDay(from, to).map((date) => ({ date, ...answer })));
  };
}
