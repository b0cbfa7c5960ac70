import { fields, type RowOf } from './field-list';
import { count, day, required, sentAs, time } from './fields';

/** What Devin sends for one period. */
export const periodFields = (unit: string) =>
  fields('a period', {
    period_start: required(sentAs(day(`The UTC date on which the ${unit} starts.`), 'start_time')),
    start_at: required(sentAs(time('When the period starts, as Devin sends it.'), 'start_time')),
    end_at: sentAs(time('When the period ends, as Devin sends it.'), 'end_time'),
    active_users: required(count(`People with at least one session or search in the ${unit}.`)),
  });

/** The part of a row that comes from Devin. */
export type Period = RowOf<ReturnType<typeof periodFields>>;
