import { array, object } from '../../devin/http/answer';
import { malformedAnswer } from '../../devin/errors';
import type { DevinScope } from '../../devin/scope';
import { addDays, dayOfTimestamp, startOfDay, type Day, type DayRange } from '../days';
import type { ReadContext } from '../define';
import { fields, type RowOf } from '../fields/field-list';
import { byName } from '../fields/nested-fields';
import { ifAbsent, number, optional, required, sentAs, time } from '../fields/fields';
import type { Subjects } from '../fan-out/subjects';

/** The consumption of one day. */
export const consumption = fields('consumption_by_date', {
  day_start_at: required(sentAs(time("Devin's own timestamp of the row."), 'date')),
  acus: required(number('Agent compute units (ACUs) that were consumed that day.')),
  acus_by_product: ifAbsent(
    byName(
      optional(number()),
      'ACUs by product, for every product that Devin sends, such as `devin`, `cascade`, `terminal` and `review`.',
    ),
    {},
  ),
});

export type Consumption = RowOf<typeof consumption>;

/** One day of a consumption answer. */
export interface ConsumptionDay {
  readonly date: Day;
  readonly own: Consumption;
}

/** A daily list of consumption. */
export interface ListOptions<Own extends object> {
  /** The path of the list for the whole scope. */
  readonly path: (scope: DevinScope) => string;
  /** The fields of the row that come from the answer. */
  readonly row: (own: Consumption, context: ReadContext) => Own;
}

/** Subjects that each have a daily list. */
export interface ListSubjects<SubjectFields extends object> extends Subjects<SubjectFields> {
  /** The path of the list for one subject. */
  readonly path: (scope: DevinScope, id: string) => string;
}

/**
 * The days of a window that Devin sends, in order, with zeros. The request starts one day earlier, and days outside
 * the window are dropped. So no day is lost, no matter which bound is inclusive and which time Devin uses for a day
 * (https://docs.devin.ai/api-reference/v3/consumption/consumption-daily).
 */
export async function readConsumption(
  context: Pick<ReadContext, 'client' | 'oddValue'>,
  path: string,
  window: DayRange,
): Promise<ConsumptionDay[]> {
  const answer = object(await context.client.get(path, consumptionQuery(window)), path);
  const days = new Map<Day, ConsumptionDay>();
  for (const item of array(answer.consumption_by_date, 'consumption_by_date')) {
    const own = consumption.read(item, context);
    const date = dayOfTimestamp(own.day_start_at);
    if (date < window.from || date > window.to) continue;
    if (days.has(date)) throw malformedAnswer(`two rows for ${date} in "consumption_by_date"`);
    days.set(date, { date, own });
  }
  return [...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
}

/** The bounds of a consumption request for a window: from one day before it to its end. */
export function consumptionQuery(window: DayRange): { time_after: number; time_before: number } {
  return {
    time_after: startOfDay(addDays(window.from, -1)),
    time_before: startOfDay(addDays(window.to, 1)),
  };
}
