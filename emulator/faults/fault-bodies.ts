import { withAwkwardTexts } from './awkward-texts';
import type { Fault, RetryAfter } from './fault-kinds';

type Json = Record<string, unknown>;

/** The body of a 200, made wrong as the fault says; unchanged for faults that are not about the body's content. */
export function bendBody(body: unknown, fault: Fault, serial: number): unknown {
  switch (fault.kind) {
    case 'wrong-types':
      return withWrongTypes(body);
    case 'missing-items':
      return Object.fromEntries(
        Object.entries(body as Json).filter(([name]) => name !== 'items' && name !== 'consumption_by_date'),
      );
    case 'null-user-id':
      return changeItems(body, (items) =>
        items.map((item, index) => (index === 0 ? { ...item, user_id: null } : item)),
      );
    case 'endless-cursor':
      return { ...(body as Json), has_next_page: true, end_cursor: 'c2FtZQ==' };
    case 'moving-endless-cursor':
      return { ...(body as Json), has_next_page: true, end_cursor: `bW92aW5n${serial}` };
    case 'without-has-next-page':
      return withoutNextPage(body);
    case 'nul-and-surrogates':
      return withAwkwardTexts(body, { ids: fault.ids ?? false, names: fault.names ?? false });
    case 'crowded':
      return changeItems(body, (items) => crowd(items, fault.items));
    case 'empty-list':
      return emptied(body);
    default:
      return body;
  }
}

function changeItems(body: unknown, change: (items: Json[]) => Json[]): unknown {
  const { items } = body as { items?: Json[] };
  return items ? { ...(body as Json), items: change(items) } : body;
}

function withoutNextPage(body: unknown): unknown {
  if (Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body as Json).filter(([name]) => name !== 'has_next_page'));
}

/** That many items, each a copy with another id. */
function crowd(items: Json[], count: number): Json[] {
  return Array.from({ length: items.length === 0 ? 0 : count }, (_, index) => {
    const copy = Math.floor(index / items.length);
    const item = items[index % items.length] ?? {};
    return copy === 0 ? item : withIds(item, (id) => `${id}-${copy}`);
  });
}

function withIds(item: Json, change: (id: string) => string): Json {
  const [first, ...others] = Object.entries(item);
  // The item's own id comes first; other ids name its owner.
  return typeof first?.[1] === 'string'
    ? Object.fromEntries([[first[0], change(first[1])], ...others])
    : item;
}

function emptied(body: unknown): unknown {
  if (Array.isArray(body)) return [];
  const page = body as Json;
  if ('items' in page) return { ...page, items: [], end_cursor: null, has_next_page: false };
  return 'consumption_by_date' in page ? { total_acus: 0, consumption_by_date: [] } : body;
}

function withWrongTypes(value: unknown): unknown {
  if (typeof value === 'number') return 'many';
  if (Array.isArray(value)) return value.map(withWrongTypes);
  if (typeof value !== 'object' || value === null) return value;
  const bent = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withWrongTypes(inner)]),
  );
  return 'items' in bent ? { ...bent, items: [12] } : bent;
}

/** The text of a `Retry-After` header in an answer of that date (Unix seconds). */
export function retryAfterText(retryAfter: RetryAfter, date: number): string {
  if (typeof retryAfter !== 'object') return String(retryAfter);
  return new Date((date + retryAfter.httpDateInSeconds) * 1000).toUTCString();
}

/** The web page that an edge or a wrong host would answer. */
export function htmlPage(title: string): string {
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
}

/** The caller's key as an answer may echo it. */
export function echoedKey(
  form: 'echo-key' | 'echo-key-url-encoded' | 'echo-key-base64',
  key: string,
): string {
  if (form === 'echo-key-url-encoded') return encodeURIComponent(key);
  return form === 'echo-key-base64' ? Buffer.from(key).toString('base64') : key;
}
