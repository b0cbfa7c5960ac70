import type { DevinScope } from '../../devin/scope';
import { boundsOf, ignoresBounds, isOutside, ListAtPath, type TimedList } from './changes-bounds';
import { openChangesState, passesToRead, settleLookback } from './changes-passes';
import type { ChangesState, ListKind, Pass } from './changes-passes';
import { dayOfStamp } from '../days';
import type { Declaration, Lookback, ReadContext, Reading, StreamDefinition } from '../define';
import { Failures } from '../fan-out/failures';
import { OldestFirst } from './oldest-first';
import { RecentTexts } from './recent-texts';
import type { IndexedList } from '../hints/indexed-list';
import { feedOf, type Feed } from '../hints/list-index';
import { laterInstant, timestamp } from '../fields/timestamp';

/** If entries enter a list while it is read, some come twice. Within this many entries each is emitted once. */
const rememberedVersions = 10_000;

export interface ChangesOptions<Row extends object> {
  readonly cursorField: keyof Row & string;
  /** The path of the list. */
  readonly path: (scope: DevinScope) => string;
  /** The path to use if Devin answers 404 to the first one. */
  readonly otherPath?: (scope: DevinScope) => string;
  /** The setting for how long entries still change. By default, every sync reads one hour again. */
  readonly lookback?: Lookback;
  readonly kind: ListKind;
  readonly query: TimedList['query'];
  readonly row: (item: unknown, context: ReadContext) => Row;
  /** The same list as an index for other streams. They do not read again what this stream reads. */
  readonly index?: IndexedList;
}

type Options<Row extends object> = Declaration<Row> & ChangesOptions<Row>;

/**
 * A stream of changes since the last sync. A sync reads from one hour before its state. After everything is read, the
 * state moves to the instant up to which Devin's lists are complete. Newer entries are emitted too, and again in the
 * next sync.
 */
export function changesStream<Row extends object>(declaration: Options<Row>): StreamDefinition<Row> {
  return { ...declaration, open: (context) => open(declaration, context) };
}

function open<Row extends object>(options: Options<Row>, context: ReadContext): Reading<Row> {
  const state = openChangesState(context, options.lookback);
  return { state, rows: new ChangesReader(options, context, state).rows() };
}

/** Reads the passes of one sync. */
class ChangesReader<Row extends object> {
  private readonly passes: readonly Pass[];
  private readonly seen = new RecentTexts(rememberedVersions);
  private readonly failures = new Failures();
  private readonly list: ListAtPath;
  private readonly feed: Promise<Feed | undefined>;
  /** Undefined until an entry outside the bounds comes. */
  private areBoundsIgnored: boolean | undefined;

  constructor(
    private readonly options: Options<Row>,
    private readonly context: ReadContext,
    private readonly state: ChangesState,
  ) {
    this.passes = passesToRead(context, state, options.kind, state.lookback_days);
    const { path, otherPath = path, query } = options;
    this.list = new ListAtPath(context.client, query, path(context.scope), otherPath(context.scope));
    this.feed = feedOf(options.index, context, this.passes[0]?.from);
  }

  /**
   * The state does not move past a window that fails, but the other windows are read. If Devin ignores the bounds,
   * one pass is the whole list, and the others would bring the same entries again.
   */
  async *rows(): AsyncGenerator<readonly Row[]> {
    const feed = await this.feed;
    try {
      yield* this.readPasses(feed);
    } finally {
      feed?.end();
    }
  }

  private async *readPasses(feed: Feed | undefined): AsyncGenerator<readonly Row[]> {
    for (const pass of this.passes) {
      try {
        yield* this.read(pass, feed);
      } catch (error) {
        if (this.passes.length === 1) throw error;
        this.failures.note(`${dayOfStamp(pass.from)} to ${dayOfStamp(pass.through)}`, error);
      }
      if (this.areBoundsIgnored || this.context.isOutage()) break;
    }
    this.failures.throwIfAny('windows', this.passes.length, this.context.isOutage());
    if (this.passes.length > 0) settleLookback(this.state, this.context, this.options.lookback);
  }

  private async *read(pass: Pass, feed: Feed | undefined): AsyncGenerator<readonly Row[]> {
    const order = new OldestFirst();
    const query = this.list.query(...boundsOf(pass));
    for await (const page of this.list.pages(query)) {
      feed?.add(page);
      const found = page.map((item) => this.options.row(item, this.context));
      const stamps = found.map((row) => this.stampOf(row));
      if (stamps.some((stamp) => isOutside(stamp, pass))) await this.checkBounds();
      const { from, to } = this.inEffect(pass);
      yield found.filter((row, index) => {
        const stamp = stamps[index] as number;
        return stamp >= from && stamp <= to && this.seen.add(this.versionOf(row));
      });
      for (const stamp of stamps) order.note(stamp);
      if (this.options.kind === 'append-only') this.moveTo(order.readThrough, pass);
    }
    this.moveTo(Infinity, pass);
  }

  /** Finds out once in a sync why an entry outside the bounds came. */
  private async checkBounds(): Promise<void> {
    if (this.areBoundsIgnored !== undefined) return;
    this.areBoundsIgnored = await ignoresBounds(this.list);
    if (!this.areBoundsIgnored) return;
    const what = `Devin ignores the time bounds of ${this.list.path}`;
    this.context.log('INFO', `${what}: each sync reads the whole list and keeps only what is new.`);
  }

  /** The pass that is really read. If Devin ignores the bounds, it goes to the end of the last pass. */
  private inEffect(pass: Pass): Pass {
    return this.areBoundsIgnored ? { ...(this.passes.at(-1) ?? pass), from: pass.from } : pass;
  }

  /**
   * Moves the state to what is read. It never moves back, past a failed window, or past what the pass may complete.
   */
  private moveTo(seconds: number | undefined, pass: Pass): void {
    if (seconds === undefined || seconds < pass.from || this.failures.count > 0) return;
    const through = timestamp(Math.min(seconds, this.inEffect(pass).through));
    this.state.synced_through = laterInstant(through, this.state.synced_through);
  }

  private stampOf(row: Row): number {
    return Date.parse(String(row[this.options.cursorField])) / 1000;
  }

  private versionOf(row: Row): string {
    const { primaryKey, cursorField } = this.options;
    return JSON.stringify([...primaryKey, cursorField].map((field) => row[field]));
  }
}
