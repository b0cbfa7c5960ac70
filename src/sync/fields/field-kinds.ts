import { isObject } from '../../devin/http/answer';
import type { Kind } from './field';
import { plainJson } from './plain-json';
import { isoTimestampOrNone, timestampOrNone } from './timestamp';

export const textKind: Kind<string> = {
  what: 'text',
  type: 'string',
  asIs: 'string',
  reader: () => (value) => (typeof value === 'string' ? value : undefined),
};

export const flagKind: Kind<boolean> = {
  what: 'true or false',
  type: 'boolean',
  asIs: 'boolean',
  reader: () => (value) => (typeof value === 'boolean' ? value : undefined),
};

export const numberKind: Kind<number> = {
  what: 'number',
  type: 'number',
  asIs: 'number',
  reader: () => asNumber,
};

export const integerKind: Kind<number> = {
  what: 'whole number',
  type: 'integer',
  asIs: 'number',
  reader: () => asInteger,
};

/** Unix seconds as RFC 3339. */
export const timeKind: Kind<string> = {
  what: 'time in Unix seconds',
  type: 'string',
  format: 'date-time',
  reader: () => asTime,
};

/** The UTC date of Unix seconds. */
export const dayKind: Kind<string> = {
  what: 'time in Unix seconds',
  type: 'string',
  format: 'date',
  reader: () => (value) => asTime(value)?.slice(0, 'YYYY-MM-DD'.length),
};

/** ISO 8601 as RFC 3339. */
export const isoTimeKind: Kind<string> = {
  ...{ what: 'time as ISO 8601', type: 'string', format: 'date-time' },
  reader: () => (value) => (typeof value === 'string' ? isoTimestampOrNone(value) : asTime(value)),
};

/** A JSON object with any content, within limits. */
export const jsonKind: Kind<object> = {
  what: 'JSON object of at most 1 MiB and 100 levels',
  type: 'object',
  isOpen: true,
  fields: {},
  reader: () => (value) => (isObject(value) ? plainJson(value) : undefined),
};

/** Plain decimals only: no exponent, no blanks. */
const decimal = /^-?\d+(\.\d+)?$/;

function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function asInteger(value: unknown): number | undefined {
  const number = asNumber(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

function asTime(value: unknown): string | undefined {
  const seconds = asInteger(value);
  return seconds === undefined ? undefined : timestampOrNone(seconds);
}
