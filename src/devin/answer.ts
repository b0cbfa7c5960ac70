import { malformedAnswer } from './errors';

/*
 * Typed reading of Devin's answers. What is not as documented throws a DevinError `malformed` that names the
 * field and quotes nothing. In the nullable readers a missing field is null; a field of another type still throws.
 */

type Fields = Readonly<Record<string, unknown>>;

/** A JSON object; `what` it stands for is named where it is none. */
export function object(value: unknown, what: string): Record<string, unknown> {
  if (isObject(value)) return value;
  throw malformedAnswer(`no object as ${what}`);
}

/** A JSON object, or null. */
export function nullableObject(fields: Fields, name: string): Record<string, unknown> | null {
  return fields[name] == null ? null : object(fields[name], `"${name}"`);
}

/** A JSON object with nothing but finite numbers, or nulls; `what` it stands for is named where it is none. */
export function numbers(value: unknown, what: string): Record<string, number | null> {
  const fields = object(value, what);
  for (const name in fields) nullableNumber(fields, name);
  return fields as Record<string, number | null>;
}

/** A JSON array; `what` it stands for is named where it is none. */
export function array(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw malformedAnswer(`no list as ${what}`);
}

/** Text that is not empty, such as an id. */
export function string(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw malformedAnswer(`no text in "${name}"`);
}

/** Text, which may be empty, or null. */
export function nullableString(fields: Fields, name: string): string | null {
  const value = fields[name] ?? null;
  if (value === null || typeof value === 'string') return value;
  throw malformedAnswer(`no text in "${name}"`);
}

/** A whole number that JavaScript holds exactly. */
export function integer(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw malformedAnswer(`no whole number in "${name}"`);
}

/** A whole number that JavaScript holds exactly, or null. */
export function nullableInteger(fields: Fields, name: string): number | null {
  return fields[name] == null ? null : integer(fields, name);
}

/** A finite number. */
export function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw malformedAnswer(`no number in "${name}"`);
}

/** A finite number, or null. */
export function nullableNumber(fields: Fields, name: string): number | null {
  return fields[name] == null ? null : number(fields, name);
}

/** True or false. */
export function boolean(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value === 'boolean') return value;
  throw malformedAnswer(`neither true nor false in "${name}"`);
}

/** True, false, or null. */
export function nullableBoolean(fields: Fields, name: string): boolean | null {
  return fields[name] == null ? null : boolean(fields, name);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
