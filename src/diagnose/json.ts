/*
 * Tolerant reading of answers. Whatever has another shape is undefined, so that a question without the answer that
 * it needs stays open.
 */

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list. Undefined if it is no list, or if anything else is in it. */
export function objects(value: unknown): Json[] | undefined {
  return Array.isArray(value) && value.every(isObject) ? value : undefined;
}

/** The list with this name in an object. */
export function listIn(body: unknown, name: string): Json[] | undefined {
  return isObject(body) ? objects(body[name]) : undefined;
}

/** The number with this name in an object. */
export function numberIn(body: unknown, name: string): number | undefined {
  const value = isObject(body) ? body[name] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The text with this name in an object. */
export function textIn(body: unknown, name: string): string | undefined {
  const value = isObject(body) ? body[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
