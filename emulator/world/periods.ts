import { secondsPerDay, weekdayOf } from './billing-days';

export type PeriodKind = 'day' | 'week' | 'month';

/** A UTC calendar period, in Unix seconds: `end` is the first second after it. */
export interface Period {
  start: number;
  end: number;
}

/** The UTC day, week from Monday, or month that an instant (Unix seconds) belongs to. */
export function periodOf(seconds: number, kind: PeriodKind): Period {
  const day = Math.floor(seconds / secondsPerDay);
  if (kind === 'day') return { start: day * secondsPerDay, end: (day + 1) * secondsPerDay };
  if (kind === 'week') {
    const monday = day - ((weekdayOf(day) + 6) % 7);
    return { start: monday * secondsPerDay, end: (monday + 7) * secondsPerDay };
  }
  const date = new Date(seconds * 1000);
  const month = (more: number): number =>
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + more, 1) / 1000;
  return { start: month(0), end: month(1) };
}

/** Every period that touches the time from `first` to `last` (Unix seconds, both included), oldest first. */
export function periodsBetween(first: number, last: number, kind: PeriodKind): Period[] {
  const periods: Period[] = [];
  if (first > last) return periods;
  for (let period = periodOf(first, kind); period.start <= last; period = periodOf(period.end, kind)) {
    periods.push(period);
  }
  return periods;
}
