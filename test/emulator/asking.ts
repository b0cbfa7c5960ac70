import type { Emulator } from '../../emulator/emulator';

export type Query = Record<string, string | number | readonly string[]>;

export interface Reply {
  status: number;
  contentType: string;
  headers: Headers;
  text: string;
  body: unknown;
}

/** One GET, as the wire gave it; `body` is undefined unless it is JSON. */
export async function ask(emulator: Emulator, path: string, query: Query = {}, key?: string): Promise<Reply> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === 'object' ? value : [value]) search.append(name, String(one));
  }
  const headers = { authorization: `Bearer ${key ?? emulator.keys.enterprise}` };
  const response = await fetch(`${emulator.url}${path}?${String(search)}`, { headers, redirect: 'manual' });
  const text = await response.text();
  const contentType = response.headers.get('content-type') ?? '';
  const isJson = contentType.includes('json') && text !== '';
  return {
    status: response.status,
    contentType,
    headers: response.headers,
    text,
    body: isJson ? parse(text) : undefined,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Page<Item> {
  items: Item[];
  end_cursor: string | null;
  has_next_page: boolean;
}

/** All items of a list, read page by page. */
export async function askAll<Item>(
  emulator: Emulator,
  path: string,
  query: Query = {},
  key?: string,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const more: Query = cursor === null ? {} : { after: cursor };
    const page = (await ask(emulator, path, { ...query, ...more }, key)).body as Page<Item>;
    items.push(...page.items);
    cursor = page.has_next_page ? page.end_cursor : null;
  } while (cursor !== null);
  return items;
}

/** Unix seconds of 08:00Z of a date. */
export function startOfDay(date: string): number {
  return Date.parse(`${date}T08:00:00Z`) / 1000;
}

/** The bounds of days `from` to `to`, both included, as the contract sends them. */
export function bounds(from: string, to: string): { time_after: number; time_before: number } {
  return { time_after: startOfDay(from), time_before: startOfDay(to) + 86_400 };
}
