import { malformedAnswer } from '../devin/errors';

/** 9999-12-31T23:59:59Z. What lies beyond is of another unit, such as milliseconds. */
const lastSecond = 253_402_300_799;

/** Unix seconds as RFC 3339. */
export function timestamp(unixSeconds: number): string {
  if (unixSeconds < 0 || unixSeconds > lastSecond)
    throw malformedAnswer('a time that is not in Unix seconds');
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, -'.000Z'.length)}Z`;
}

/** Unix seconds as RFC 3339; null stays null. */
export function nullableTimestamp(unixSeconds: number | null): string | null {
  return unixSeconds === null ? null : timestamp(unixSeconds);
}
