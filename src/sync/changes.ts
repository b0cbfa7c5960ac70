import type { DevinScope } from '../devin/scope';
import { maxWindowDays } from './daily';
import { addDays, dayOfStamp, startOfDay, windowsNewestFirst, type Day } from './days';
import type { Declaration, ReadContext, Reading, StreamDefinition } from './define';
import type { SchemaOf } from './schema-check';
import { incomingState, startDateInForce } from './state';
import { timestamp } from './timestamp';

export interface ChangesOptions<Row extends object> {
  readonly cursorField: keyof Row & string;
  /** The path of the list. */
  readonly path: (scope: DevinScope) => string;
  /** The query for what changed from `after` to `before`, in Unix seconds. */
  readonly query: (after: number, before: number) => Readonly<Record<string, string | number | boolean>>;
  readonly row: (item: unknown, context: ReadContext) => Row;
}

interface ChangesState {
  scope_id: string;
  start_date: Day;
  synced_through?: string;
}

/** An instant from which, and one until which, both included, in Unix seconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A stream of what changed since the last sync, each version of it at most once a sync. The lower bound is included,
 * the upper one is fixed when the sync starts; state moves when a window is completely read.
 */
export function changesStream<Row extends object>(
  declaration: Declaration<Row> & ChangesOptions<Row>,
): StreamDefinition<Row> {
  return { ...declaration, open: (context) => open(declaration, context) };
}

function open<Row extends object>(
  options: Declaration<Row> & ChangesOptions<Row>,
  context: ReadContext,
): Reading<Row> {
  const old = incomingState<ChangesState>(context, schema);
  const { start, startsOver } = startDateInForce(context, old);
  const state: ChangesState = { scope_id: context.scope.id, start_date: start };
  if (old?.synced_through !== undefined && !startsOver) state.synced_through = old.synced_through;
  return { state, rows: rows(options, context, state) };
}

async function* rows<Row extends object>(
  options: Declaration<Row> & ChangesOptions<Row>,
  context: ReadContext,
  state: ChangesState,
): AsyncGenerator<readonly Row[]> {
  for (const span of spansToRead(context, state)) {
    const seen = new Set<string>();
    // Unverified: whether Devin's bounds are inclusive. A second more on each side is read and dropped, but none of the
    // future: what happens in the last second is read again next time.
    const query = options.query(span.from - 1, Math.min(span.to + 1, toSeconds(context.now.getTime())));
    for await (const page of context.client.pages(options.path(context.scope), query)) {
      yield page
        .map((item) => options.row(item, context))
        .filter((row) => isNewWithin(row, options, span, seen));
    }
    state.synced_through = timestamp(span.to);
  }
}

function isNewWithin<Row extends object>(
  row: Row,
  { primaryKey, cursorField }: Declaration<Row> & ChangesOptions<Row>,
  span: Span,
  seen: Set<string>,
): boolean {
  const changedAt = Date.parse(String(row[cursorField])) / 1000;
  const version = JSON.stringify([...primaryKey, cursorField].map((field) => row[field]));
  if (changedAt < span.from || changedAt > span.to || seen.has(version)) return false;
  seen.add(version);
  return true;
}

/** In order, each beginning the second after the one before it ends. */
function spansToRead(context: ReadContext, state: ChangesState): Span[] {
  const until = toSeconds(context.now.getTime());
  const from =
    state.synced_through === undefined
      ? startOfDay(state.start_date)
      : toSeconds(Date.parse(state.synced_through));
  if (from > until) {
    const ahead = state.synced_through === undefined ? 'start date' : `state, ${state.synced_through},`;
    context.log('WARN', `The ${ahead} lies in the future: nothing is read.`);
    return [];
  }
  return windowsNewestFirst(dayOfStamp(from), dayOfStamp(until), maxWindowDays - 1)
    .reverse()
    .map((window) => ({
      from: Math.max(from, midnight(window.from)),
      to: Math.min(until, midnight(addDays(window.to, 1)) - 1),
    }));
}

function toSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000);
}

/** 00:00:00 UTC of a date, in Unix seconds. */
function midnight(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}

const schema: SchemaOf<ChangesState> = {
  type: 'object',
  required: ['scope_id', 'start_date'],
  properties: {
    scope_id: { type: 'string', minLength: 1 },
    start_date: { type: 'string', format: 'date' },
    synced_through: { type: 'string', format: 'date-time' },
  },
};
