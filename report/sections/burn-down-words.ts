import type { Row } from '../database';
import { acus, comparison, day } from '../format';
import { date, number } from '../section';

/** Against as many days of the cycle before. */
export function trend(rows: readonly Row[], used: number): string {
  const before = rows[0]?.used_before;
  const compared = comparison(
    used,
    typeof before === 'number' ? before : undefined,
    'the cycle before by that day',
  );
  return compared === undefined ? '' : `, ${compared}`;
}

/** What to do where the limit is reached before the end of the cycle. */
export function warning(rows: readonly Row[], limit: number | undefined): string[] {
  const reached = limit === undefined ? undefined : rows.find((row) => number(row, 'remaining') <= 0);
  if (!reached) return [];
  const on = day(date(reached, 'date'));
  return [`The limit of the billing cycle is reached on ${on}: raise it, or slow down, before that day.`];
}

/** What the forecast comes to. */
export function outlook(rows: readonly Row[], limit: number | undefined): string {
  const end = rows.at(-1);
  if (end?.is_forecast !== true) return 'It is over.';
  const pace = `At the rate of the last seven days, ${acus(number(end, 'acus'))} a day,`;
  const endDay = day(date(end, 'date'));
  if (limit === undefined)
    return `${pace} it will be ${acus(number(end, 'used_so_far'))} on ${endDay}; no limit is set.`;
  const reached = rows.find((row) => number(row, 'remaining') <= 0);
  if (reached) return `${pace} the limit of ${acus(limit)} is reached on ${day(date(reached, 'date'))}.`;
  return `${pace} ${acus(number(end, 'remaining'))} of the limit of ${acus(limit)} are left on ${endDay}.`;
}
