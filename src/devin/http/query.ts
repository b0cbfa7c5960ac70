import { cleanText } from './json';

/** The parameters of a request. A list repeats its key, and undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A query with its question mark, percent-encoded. Empty if there are no parameters. */
export function queryString(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly string[]) : [value]).map((item) => [name, item] as const),
  );
  const text = pairs
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => `${encodeURIComponent(name)}=${encodeURIComponent(cleanText(String(item)))}`);
  return text.length === 0 ? '' : `?${text.join('&')}`;
}
