import type { Emulator } from '../../emulator/emulator';
import { coreStreams, discover, read, startRead, type ReadOptions, type ScopeName } from './harness';
import type { Running } from './executable';
import type { CatalogStream, Row, StreamState } from './protocol';
import type { Run } from './run';

/** Tables as a destination keeps them that appends and removes duplicates: one row for each primary key. */
export class Destination {
  constructor(
    private readonly catalog: readonly CatalogStream[],
    private readonly tables = new Map<string, Map<string, Row>>(),
  ) {}

  /** Upserts the records of a run; of two rows with one key, the one with the later cursor stays, or the later one. */
  write(run: Run): void {
    for (const { name, source_defined_primary_key: key, default_cursor_field: cursor } of this.catalog) {
      const table = this.tables.get(name) ?? new Map<string, Row>();
      this.tables.set(name, table);
      for (const row of run.records(name)) {
        const id = JSON.stringify(key.map(([field]) => row[field ?? '']));
        const cursorOf = (of: Row | undefined) => of?.[cursor?.[0] ?? ''] as string | undefined;
        if ((cursorOf(table.get(id)) ?? '') <= (cursorOf(row) ?? '')) table.set(id, row);
      }
    }
  }

  rows(stream: string): Row[] {
    return [...(this.tables.get(stream)?.values() ?? [])];
  }

  copy(): Destination {
    return new Destination(
      this.catalog,
      new Map([...this.tables].map(([name, table]) => [name, new Map(table)])),
    );
  }
}

export type ConnectionOptions = Omit<ReadOptions, 'emulator' | 'state'>;

/** A connection as Airbyte runs it: each sync gets the last states of those before, and writes to one destination. */
export class Connection {
  private constructor(
    readonly emulator: Emulator,
    readonly options: ConnectionOptions,
    readonly destination: Destination,
    /** The last state of each stream. */
    public states: readonly StreamState[],
  ) {}

  static async create(emulator: Emulator, options: ConnectionOptions = {}): Promise<Connection> {
    const catalog = await discover(options.scope ?? 'enterprise');
    return new Connection(emulator, options, new Destination(catalog), []);
  }

  get scope(): ScopeName {
    return this.options.scope ?? 'enterprise';
  }

  /** Runs one sync to its end; `changes` hold for this sync only. */
  async sync(changes: ConnectionOptions = {}): Promise<Run> {
    return this.keep(await read(this.readOptions(changes)));
  }

  /** Starts a sync; what it wrote is to be kept with `keep`. */
  start(changes: ConnectionOptions = {}): Promise<Running> {
    return startRead(this.readOptions(changes));
  }

  /** Takes over the records and states of a run. */
  keep(run: Run): Run {
    this.destination.write(run);
    this.states = lastStates([...this.states, ...run.states]);
    return run;
  }

  state(stream: string): Row | undefined {
    return this.states.find((state) => state.stream.stream_descriptor.name === stream)?.stream.stream_state;
  }

  rows(stream: (typeof coreStreams)[number]): Row[] {
    return this.destination.rows(stream);
  }

  /** A connection of its own that begins where this one is. */
  copy(changes: ConnectionOptions = {}): Connection {
    const options = { ...this.options, ...changes };
    return new Connection(this.emulator, options, this.destination.copy(), this.states);
  }

  private readOptions(changes: ConnectionOptions): ReadOptions {
    const { emulator, options, states } = this;
    const config = { ...options.config, ...changes.config };
    return { emulator, state: states, ...options, ...changes, config };
  }
}

function lastStates(states: readonly StreamState[]): StreamState[] {
  return [...new Map(states.map((state) => [state.stream.stream_descriptor.name, state])).values()];
}
