import type { Fields, Field } from './fields';
import { plainJson } from './plain-json';
import { timestampOrNone } from './timestamp';

/** Told of a field whose value is not as documented. */
export type ReportOdd = (field: string) => void;

/** What the values of a field are: how they are read, and what the JSON schema says of them. */
export interface Kind<Value> {
  /** For errors: `no <what> in "<field>"`. */
  readonly what: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  readonly format?: 'date' | 'date-time';
  /** The fields of an object. */
  readonly fields?: Fields;
  /** What a list is of. */
  readonly item?: Field<unknown>;
  /** An object with any fields. */
  readonly isOpen?: true;
  /** Values of this JavaScript type are passed on as they are; of numbers only whole ones. */
  readonly asIs?: 'string' | 'number' | 'boolean';
  /** Makes the reader for a field of this name: of the value, or undefined where it is of another type. */
  readonly reader: (name: string) => (value: unknown, report: ReportOdd) => Value | undefined;
  /** Whether the value counts something that happened; absent where such values are no counts. */
  counts?(value: Value): boolean;
}

export const textKind: Kind<string> = {
  ...{ what: 'text', type: 'string', asIs: 'string' },
  reader: () => (value) => (typeof value === 'string' ? value : undefined),
};

export const flagKind: Kind<boolean> = {
  ...{ what: 'true or false', type: 'boolean', asIs: 'boolean' },
  reader: () => (value) => (typeof value === 'boolean' ? value : undefined),
};

export const numberKind: Kind<number> = {
  ...{ what: 'number', type: 'number', asIs: 'number' },
  reader: () => asNumber,
};

export const integerKind: Kind<number> = {
  ...{ what: 'whole number', type: 'integer', asIs: 'number' },
  reader: () => asInteger,
};

/** Unix seconds as RFC 3339. */
export const timeKind: Kind<string> = {
  ...{ what: 'time in Unix seconds', type: 'string', format: 'date-time' },
  reader: () => asTime,
};

/** The UTC date of Unix seconds. */
export const dayKind: Kind<string> = {
  ...{ what: 'time in Unix seconds', type: 'string', format: 'date' },
  reader: () => (value) => asTime(value)?.slice(0, 'YYYY-MM-DD'.length),
};

/** A JSON object with anything in it, within bounds. */
export const jsonKind: Kind<object> = {
  ...{ what: 'JSON object of at most 1 MiB and 100 levels', type: 'object', isOpen: true, fields: {} },
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

/** A JSON object, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
