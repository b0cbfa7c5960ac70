import { readConsumption, type ListOptions, type ListSubjects } from '../requests/consumption';
import { openDaily, type DailyRow, type OwnFields } from './daily';
import { openListBy } from './daily-list-by';
import { countDays, eachDay } from '../days';
import type { Declaration, ReadContext, Reading, StreamDefinition } from '../define';

/**
 * A list for each subject, with a row for each day that Devin sends. Or one list for the whole scope, with a row for
 * every day.
 */
export type DailyListOptions<Own extends object, SubjectFields extends object> = ListOptions<Own> &
  ({ readonly by: ListSubjects<SubjectFields> } | LeftOut<Own>);

interface LeftOut<Own extends object> {
  /** The fields of a row for a day that the list leaves out. */
  readonly leftOut: (context: ReadContext) => Own;
}

/**
 * A stream of daily lists of consumption: one list for the whole scope, in day order, or one list for each subject.
 */
export function dailyListStream<Row extends DailyRow, SubjectFields extends object = object>(
  declaration: Declaration<Row> & DailyListOptions<OwnFields<Row, SubjectFields>, SubjectFields>,
): StreamDefinition<Row> {
  const open = (context: ReadContext) =>
    'by' in declaration
      ? openListBy<Row, OwnFields<Row, SubjectFields>, SubjectFields>(declaration, context)
      : openWhole<Row, OwnFields<Row, SubjectFields>>(declaration, context);
  return { ...declaration, cursorField: 'date', lookback: 'consumption', open };
}

function openWhole<Row extends DailyRow, Own extends object>(
  { path, row, leftOut }: ListOptions<Own> & LeftOut<Own>,
  context: ReadContext,
): Reading<Row> {
  return openDaily<Row>(context, 'consumption', async (window, settled) => {
    const found = await readConsumption(context, path(context.scope), window);
    settled(countDays(window.from, window.to));
    const days = new Map(found.map((day) => [day.date, day]));
    return eachDay(window.from, window.to).map((date) => {
      const day = days.get(date);
      return { date, ...(day ? row(day.own, context) : leftOut(context)) };
    });
  });
}
