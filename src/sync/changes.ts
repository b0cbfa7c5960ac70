import type { JSONSchemaType } from 'ajv';
import type { Query } from '../devin/client';
import type { DevinScope } from '../devin/scope';
import { passesToRead, type ChangesState, type ListKind, type Pass } from './changes-passes';
import { dayOfStamp } from './days';
import type { Declaration, ReadContext, Reading, StreamDefinition } from './define';
import { Failures } from './failures';
import { OldestFirst } from './oldest-first';
import { RecentTexts } from './recent-texts';
import { incomingState, startDateInForce } from './state';
import { timestamp } from './timestamp';

/** Where entries enter a list while it is read, a few come twice: those within so many are emitted once. */
const rememberedVersions = 10_000;

export interface ChangesOptions<Row extends object> {
  readonly cursorField: keyof Row & string;
  /** The path of the list. */
  readonly path: (scope: DevinScope) => string;
  readonly kind: ListKind;
  /** The query for what is stamped from `after` to `before`, in Unix seconds; undefined is no upper bound. */
  readonly query: (after: number, before: number | undefined) => Query;
  readonly row: (item: unknown, context: ReadContext) => Row;
}

type Options<Row extends object> = Declaration<Row> & ChangesOptions<Row>;

/**
 * A stream of what changed since the last sync. A sync reads from one hour before its state; state moves to the instant up
 * to which Devin's lists are complete, when everything before it is read. What is newer is emitted too, and again next time.
 */
export function changesStream<Row extends object>(declaration: Options<Row>): StreamDefinition<Row> {
  return { ...declaration, open: (context) => open(declaration, context) };
}

function open<Row extends object>(options: Options<Row>, context: ReadContext): Reading<Row> {
  const old = incomingState(context, schema);
  const { start, startsOver } = startDateInForce(context, old);
  const state: ChangesState = { scope_id: context.scope.id, start_date: start };
  if (old?.synced_through !== undefined && !startsOver) state.synced_through = old.synced_through;
  return { state, rows: new ChangesReader(options, context, state).rows() };
}

/** Reads the passes of one sync. */
class ChangesReader<Row extends object> {
  private readonly passes: readonly Pass[];
  private readonly seen = new RecentTexts(rememberedVersions);
  private readonly failures = new Failures();
  /** Whether Devin has kept to the bounds so far. */
  private isFiltered = true;

  constructor(
    private readonly options: Options<Row>,
    private readonly context: ReadContext,
    private readonly state: ChangesState,
  ) {
    this.passes = passesToRead(context, state, options.kind);
  }

  /** State does not pass a window that fails; the others are read. */
  async *rows(): AsyncGenerator<readonly Row[]> {
    for (const pass of this.passes) {
      try {
        yield* this.read(pass);
      } catch (error) {
        if (this.passes.length === 1) throw error;
        this.failures.note([`${dayOfStamp(pass.from)} to ${dayOfStamp(pass.through)}`], error);
      }
      if (!this.isFiltered) break;
    }
    this.failures.throwIfAny('windows', this.passes.length);
  }

  private async *read(pass: Pass): AsyncGenerator<readonly Row[]> {
    const { client, scope } = this.context;
    const order = new OldestFirst();
    const [after, before] = boundsOf(pass);
    for await (const page of client.pages(this.options.path(scope), this.options.query(after, before))) {
      const found = page.map((item) => this.options.row(item, this.context));
      for (const row of found) this.noteStamp(this.stampOf(row), pass, order);
      const { from, to } = this.inEffect(pass);
      yield found.filter((row) => {
        const stamp = this.stampOf(row);
        return stamp >= from && stamp <= to && this.seen.add(this.versionOf(row));
      });
      if (this.options.kind === 'append-only') this.moveTo(order.readThrough, pass);
    }
    this.moveTo(Infinity, pass);
  }

  /**
   * Unverified: whether Devin honours the bounds. Where it does not, this pass is the whole list: the others would bring
   * the same again.
   */
  private noteStamp(stamp: number, pass: Pass, order: OldestFirst): void {
    order.note(stamp);
    const [after, before = Infinity] = boundsOf(pass);
    if (!this.isFiltered || (stamp >= after && stamp <= before)) return;
    this.isFiltered = false;
    const path = this.options.path(this.context.scope);
    this.context.log('INFO', `Devin does not narrow ${path} by time: the whole list is read in each sync.`);
  }

  /** What a pass brings: everything up to the end of the last one, where Devin ignores the bounds. */
  private inEffect(pass: Pass): Pass {
    return this.isFiltered ? pass : { ...(this.passes.at(-1) ?? pass), from: pass.from };
  }

  /** State follows what is read, never beyond what the pass may settle, past a failed window, or back. */
  private moveTo(seconds: number | undefined, pass: Pass): void {
    if (seconds === undefined || seconds < pass.from || this.failures.count > 0) return;
    const through = timestamp(Math.min(seconds, this.inEffect(pass).through));
    const { synced_through: synced = through } = this.state;
    this.state.synced_through = Date.parse(synced) > Date.parse(through) ? synced : through;
  }

  private stampOf(row: Row): number {
    return Date.parse(String(row[this.options.cursorField])) / 1000;
  }

  private versionOf(row: Row): string {
    const { primaryKey, cursorField } = this.options;
    return JSON.stringify([...primaryKey, cursorField].map((field) => row[field]));
  }
}

/**
 * Unverified: whether Devin's bounds are inclusive. A second more on each side is asked for, and dropped.
 */
function boundsOf({ from, to, isBounded }: Pass): [after: number, before?: number] {
  return isBounded ? [from - 1, to + 1] : [from - 1];
}

/** Ajv's type would let what is optional be null, too, and a null is malformed. */
const schema = {
  type: 'object',
  required: ['scope_id', 'start_date'],
  properties: {
    scope_id: { type: 'string', minLength: 1 },
    start_date: { type: 'string', format: 'date' },
    synced_through: { type: 'string', format: 'date-time' },
  },
} as unknown as JSONSchemaType<ChangesState>;
