import { addDays } from '../../sync/days';
import { question, unclear } from '../question';
import type { DayRow } from '../samples/day-rows';
import { userAnswers } from '../samples/user-answers';
import { sortedRows } from '../samples/usable-rows';

export const zeroDays = question({
  id: 'zero-days',
  question: 'Does a day without consumption have a row?',
  asks: 'consumption of the whole scope and of a few members',
  values: {
    present: ['as_assumed', 'days without consumption have rows of zeros'],
    omitted: ['handled', 'days without consumption are left out'],
  },
  connector: 'It emits the rows that Devin returns. Only `daily_consumption` has a row for every day.',
  ask: async (desk) => ({
    total: await desk.once(sortedRows),
    users: await desk.once(userAnswers),
  }),
  judge: ({ total, users }) => {
    if ('why' in total) return total.why;
    const lists = [total.rows, ...users.flatMap(({ rows }) => (rows === undefined ? [] : [rows]))];
    const zeros = lists.flat().filter(({ acus }) => acus === 0).length;
    const gaps = lists.reduce((sum, rows) => sum + gapsIn(rows), 0);
    const facts = { rows_of_zeros: zeros, days_left_out: gaps };
    if (zeros > 0 && gaps === 0) return { value: 'present', facts };
    if (zeros === 0 && gaps > 0) return { value: 'omitted', facts };
    return unclear(zeros > 0 ? 'both were seen' : 'no day without consumption was seen', facts);
  },
});

/** The days between the first and the last row that have no row. */
function gapsIn(rows: readonly DayRow[]): number {
  const days = rows.map(({ day }) => day).sort();
  return days.slice(1).filter((day, index) => addDays(days[index] ?? day, 1) < day).length;
}
