export const secondsPerDay = 86_400;
const billingOffset = 28_800;

/** Which instant of a billing day Devin calls its `date`; `pacific` is midnight in Los Angeles, summer time included. */
export type Stamp = '08:00Z' | '07:00Z' | '00:00Z' | 'pacific';

/** A billing day is a whole number: the days from 1970-01-01 to the UTC calendar date of its start at 08:00Z. */
export function dayOf(seconds: number): number {
  return Math.floor((seconds - billingOffset) / secondsPerDay);
}

/** Unix seconds of 08:00Z, the first second of the day. */
export function startOf(day: number): number {
  return day * secondsPerDay + billingOffset;
}

/** `YYYY-MM-DD` of a day. */
export function dateOf(day: number): string {
  return new Date(day * secondsPerDay * 1000).toISOString().slice(0, 10);
}

/** The day that `YYYY-MM-DD` names; throws a RangeError if it is not a date. */
export function parseDate(date: string): number {
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not a date: ${date}`);
  return Math.floor(milliseconds / 1000 / secondsPerDay);
}

/** Unix seconds of an RFC 3339 instant, fractions dropped; throws a RangeError if it is invalid. */
export function parseInstant(iso: string): number {
  const milliseconds = Date.parse(iso);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant: ${iso}`);
  return Math.floor(milliseconds / 1000);
}

/** `2026-11-20T08:00:00Z`. */
export function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Unix seconds that Devin would send as the `date` of a day. */
export function stampOf(day: number, stamp: Stamp): number {
  if (stamp === '00:00Z') return day * secondsPerDay;
  if (stamp === '07:00Z') return day * secondsPerDay + 25_200;
  if (stamp === 'pacific' && midnightIsSummerTime(day)) return day * secondsPerDay + 25_200;
  return startOf(day);
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

// Since 2007: from 02:00 of the second Sunday of March to 02:00 of the first Sunday of November.
function midnightIsSummerTime(day: number): boolean {
  const date = new Date(day * secondsPerDay * 1000);
  const month = date.getUTCMonth();
  const lastSunday = date.getUTCDate() - 1 - ((weekdayOf(day) + 6) % 7);
  if (month === 2) return lastSunday >= 8;
  if (month === 10) return lastSunday < 1;
  return month > 2 && month < 10;
}
