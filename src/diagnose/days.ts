import { addDays, startOfDay, type Day } from '../sync/days';

/** The bounds of a window of days, both included, as the connector sends them for metrics. */
export function boundsOf(from: Day, to: Day): { time_after: number; time_before: number } {
  return { time_after: startOfDay(from), time_before: startOfDay(addDays(to, 1)) };
}

/** The window of this many days that ends with `to`. */
export function daysUntil(to: Day, count: number): { time_after: number; time_before: number } {
  return boundsOf(addDays(to, 1 - count), to);
}

/** A UTC calendar day. Active users are counted by these. */
export function utcDay(day: Day): { time_after: number; time_before: number } {
  const start = Date.parse(`${day}T00:00:00Z`) / 1000;
  return { time_after: start, time_before: start + 86_400 };
}
