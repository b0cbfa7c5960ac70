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

/** A date and a time, with or without a zone. */
const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** An ISO 8601 time as RFC 3339 in UTC. A time without a zone is in UTC. Undefined if it is another text. */
export function isoTimestampOrNone(text: string): string | undefined {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const instant = new Date(match[3] === undefined ? `${text}Z` : text);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString().replace('.000Z', 'Z');
}
