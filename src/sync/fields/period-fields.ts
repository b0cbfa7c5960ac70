import { fields, type RowOf } from './field-list';
import { count, day, required, sentAs, time } from './fields';

/** What Devin answers of one period. */
export const periodFields = (unit: string) =>
  fields('a period', {
    period_start: required(sentAs(day(`The UTC date on which the ${unit} starts.`), 'start_time')),
    start_at: required(sentAs(time("Devin's own start of the period."), 'start_time')),
    end_at: sentAs(time("Devin's own end of the period."), 'end_time'),
    active_users: required(count(`People with at least one session or search in the ${unit}.`)),
  });

/** The part of a row that Devin answers. */
export type Period = RowOf<ReturnType<typeof periodFields>>;
