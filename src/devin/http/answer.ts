import { malformedAnswer } from '../errors';

/*
 * Typed reading of everything around the records in Devin's answers. Records have fields (src/sync/fields/fields.ts).
 * An undocumented shape throws a DevinError `malformed`, which names the field and quotes nothing. In the nullable
 * readers, a missing field is null. A field of another type still throws.
 */

type Fields = Readonly<Record<string, unknown>>;

/** A JSON object. `what` names it in errors. */
export function object(value: unknown, what: string): Record<string, unknown> {
  if (isObject(value)) return value;
  throw malformedAnswer(`no object as ${what}`);
}

/** A JSON array. `what` names it in errors. */
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

/** True, false, or null. */
export function nullableBoolean(fields: Fields, name: string): boolean | null {
  const value = fields[name] ?? null;
  if (value === null || typeof value === 'boolean') return value;
  throw malformedAnswer(`neither true nor false in "${name}"`);
}

/** Whether a value is a JSON object, and not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
