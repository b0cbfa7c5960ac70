/**
 * A Devin billing day, `YYYY-MM-DD`: from 08:00:00 UTC of that calendar date to 08:00:00 UTC of the next
 * (midnight PST all year; https://docs.devin.ai/api-reference/v3/consumption/consumption-daily).
 * Days compare correctly as text.
 */
export type Day = string;

const dayMs = 86_400_000;
const startOfDayMs = 8 * 3_600_000;

/** True for the text of a real calendar date, `YYYY-MM-DD`. */
export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = midnightMs(value);
  return !Number.isNaN(time) && calendarDate(time) === value;
}

/** The day `count` days after `day`. It is before `day` if `count` is negative. */
export function addDays(day: Day, count: number): Day {
  return calendarDate(midnightMs(day) + count * dayMs);
}

/** The number of days from `from` to `to`, both included. 0 or less if `to` is before `from`. */
export function countDays(from: Day, to: Day): number {
  return (midnightMs(to) - midnightMs(from)) / dayMs + 1;
}

/** 00:00:00 UTC of a date, in Unix seconds. */
export function midnight(date: Day): number {
  return midnightMs(date) / 1000;
}

/** The start of a day in Unix seconds. It is also the end of the day before. */
export function startOfDay(day: Day): number {
  return (midnightMs(day) + startOfDayMs) / 1000;
}

/** The number of the billing day that an instant (Unix seconds) is in, counted from 1970-01-01. */
export function billingDayNumber(unixSeconds: number): number {
  return Math.floor((unixSeconds * 1000 - startOfDayMs) / dayMs);
}

/** The last day that is complete at `now`. */
export function lastCompleteDay(now: Date): Day {
  return calendarDate(now.getTime() - startOfDayMs - dayMs);
}

/**
 * The day that a timestamp from Devin (Unix seconds) means: its UTC calendar date.
 * Unverified: whether Devin uses 08:00Z, 07:00Z or 00:00Z for a day. All three give the same date.
 */
export function dayOfStamp(unixSeconds: number): Day {
  return calendarDate(unixSeconds * 1000);
}

/** The day that an instant (Unix seconds) is in. */
export function dayAt(unixSeconds: number): Day {
  return calendarDate(unixSeconds * 1000 - startOfDayMs);
}

/** `dayOfStamp` for a timestamp as text (RFC 3339, UTC). */
export function dayOfTimestamp(stamp: string): Day {
  return stamp.slice(0, 10);
}

/** Every day from `from` to `to`, both included, in order. */
export function eachDay(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, countDays(from, to)) }, (_, index) => addDays(from, index));
}

/** The longest window of one request, in days. */
export const maxWindowDays = 90;

export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/**
 * Splits `from`..`to`, both included, into windows of at most `maxDays` days without gap or overlap. The newest
 * window comes first and is full.
 */
export function windowsNewestFirst(from: Day, to: Day, maxDays: number): DayRange[] {
  const result: DayRange[] = [];
  for (let end = to; end >= from; end = addDays(end, -maxDays)) {
    result.push({ from: later(addDays(end, 1 - maxDays), from), to: end });
  }
  return result;
}

export function earlier(one: Day, other: Day): Day {
  return one < other ? one : other;
}

export function later(one: Day, other: Day): Day {
  return one > other ? one : other;
}

function midnightMs(date: Day): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function calendarDate(timeMs: number): Day {
  return new Date(timeMs).toISOString().slice(0, 10);
}
