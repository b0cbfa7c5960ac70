import { malformedAnswer } from '../../devin/errors';

/** 9999-12-31T23:59:59Z. A larger number has another unit, such as milliseconds. */
const lastSecond = 253_402_300_799;

/** Unix seconds as RFC 3339. */
export function timestamp(unixSeconds: number): string {
  const text = timestampOrNone(unixSeconds);
  if (text === undefined) throw malformedAnswer('a time that is not in Unix seconds');
  return text;
}

/** The later one of two instants in RFC 3339. */
export function laterInstant(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(one) ? other : one;
}

/** Unix seconds as RFC 3339. Undefined if they cannot be Unix seconds. */
export function timestampOrNone(unixSeconds: number): string | undefined {
  if (unixSeconds < 0 || unixSeconds > lastSecond) return undefined;
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, -'.000Z'.length)}Z`;
}
