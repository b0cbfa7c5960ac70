import type { Fault } from './fault-kinds';

type Json = Record<string, unknown>;

/** An undocumented field. */
const unheardOf = 'unheard_of';
const freeFields = ['structured_output', 'data', 'analysis'];
const defaultDepth = 5_000;
const cursorField = 'end_cursor';

/** Stands in a body for a value that is only written as text: no stack is deep enough to nest it. */
const placeholder = 'value-to-be-put-in';

/** JSON nested so deep. */
export function nested(depth = defaultDepth, of: 'objects' | 'arrays' = 'objects'): string {
  const [open, close] = of === 'objects' ? ['{"in":', '}'] : ['[', ']'];
  return `${open.repeat(depth - 1)}${of === 'objects' ? '{}' : '[]'}${close.repeat(depth - 1)}`;
}

/** The text of a body under a fault that makes it deep or long; null for other faults. */
export function heavyText(body: unknown, fault: Fault): string | null {
  if (fault.kind === 'long' && fault.field === cursorField)
    return JSON.stringify(withLongCursor(body, fault.bytes));
  if (fault.kind === 'deep') {
    const names = fault.field === undefined ? null : [fault.field];
    return filled(
      body,
      nested(fault.depth, fault.of),
      (row) => names ?? [...freeFields.filter((name) => name in row), unheardOf],
      fault.rows,
    );
  }
  if (fault.kind !== 'long') return null;
  const value = fault.of === 'lists' ? emptyLists(fault.bytes) : `"${'x'.repeat(fault.bytes)}"`;
  return filled(body, value, () => [fault.field ?? unheardOf], fault.rows);
}

function emptyLists(bytes: number): string {
  return `[[]${',[]'.repeat(Math.ceil(bytes / 3))}]`;
}

/** Puts a value, as it is written, into the named fields of rows. */
function filled(
  body: unknown,
  value: string,
  namesIn: (row: Json) => readonly string[],
  rows: 'first' | 'all' = 'first',
): string {
  const fill = (row: Json): Json => ({
    ...row,
    ...Object.fromEntries(namesIn(row).map((name) => [name, placeholder])),
  });
  const bent = inRows(body, (row, index) => (rows === 'all' || index === 0 ? fill(row) : row), fill);
  return JSON.stringify(bent).split(JSON.stringify(placeholder)).join(value);
}

/** Changes the rows of a body, or else the body. */
function inRows(
  body: unknown,
  change: (row: Json, index: number) => Json,
  otherwise: (body: Json) => Json,
): unknown {
  if (Array.isArray(body)) return body.map(change);
  const fields = body as Json;
  const name = ['items', 'consumption_by_date'].find((each) => Array.isArray(fields[each]));
  const list = name === undefined ? [] : (fields[name] as Json[]);
  return name === undefined || list.length === 0
    ? otherwise(fields)
    : { ...fields, [name]: list.map(change) };
}

// Spaces within the cursor's JSON: it means what it meant.
function withLongCursor(body: unknown, bytes: number): unknown {
  const { [cursorField]: cursor } = body as { [cursorField]?: string | null };
  if (typeof cursor !== 'string') return body;
  const text = Buffer.from(cursor, 'base64').toString().padEnd(bytes);
  return { ...(body as Json), [cursorField]: Buffer.from(text).toString('base64') };
}
