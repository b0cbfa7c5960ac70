import { Batch, type WorkFolder } from './batches';
import { isIncremental, type CatalogStream } from './catalog';
import type { Message, StreamState, Trace } from './connector';
import type { Warehouse } from './warehouse';

/**
 * Takes the messages of a read. Rows of a stream wait in a file until a state of the stream covers them; then both are
 * written in one transaction. Lists, which are read whole each time, are replaced at the end, and only if complete.
 */
export class Arrival {
  /** Records by stream. */
  readonly records = new Map<string, number>();
  /** Seconds from the start of a stream to its end; streams are read side by side. */
  readonly streamSeconds = new Map<string, number>();
  private readonly startedMs = new Map<string, number>();
  private readonly complete = new Set<string>();
  private readonly batches = new Map<string, Batch>();
  private batchCount = 0;

  constructor(
    private readonly streams: ReadonlyMap<string, CatalogStream>,
    private readonly warehouse: Warehouse,
    private readonly folder: WorkFolder,
    private readonly options: {
      /** Whose data the file already holds, if any. */
      scopeId: string | undefined;
      /** How the user names the file. */
      readonly file: string;
      readonly onStreamEnd: (stream: string, status: string, records: number) => void;
    },
  ) {}

  async take({ record, state, trace }: Message): Promise<void> {
    if (record) this.add(record.stream, record.data);
    if (state) await this.cover(state);
    if (trace) this.note(trace);
  }

  /** Replaces the lists that were read to their end. */
  async replaceLists(): Promise<void> {
    for (const stream of this.streams.values()) {
      if (isIncremental(stream) || !this.complete.has(stream.name)) continue;
      await this.write(stream);
    }
  }

  private add(stream: string, row: Readonly<Record<string, unknown>>): void {
    this.records.set(stream, (this.records.get(stream) ?? 0) + 1);
    const batch = this.batches.get(stream) ?? new Batch(this.folder.file(`${++this.batchCount}.jsonl`));
    this.batches.set(stream, batch);
    batch.add(row);
  }

  private async cover(state: StreamState): Promise<void> {
    const stream = this.streams.get(state.stream.stream_descriptor.name);
    if (!stream || !isIncremental(stream)) return;
    this.refuseOthers(state.stream.stream_state.scope_id);
    await this.write(stream, state);
  }

  /** One file holds one enterprise or organization: rows of two would add up to figures of nobody. */
  private refuseOthers(scopeId: unknown): void {
    if (typeof scopeId !== 'string') return;
    this.options.scopeId ??= scopeId;
    if (this.options.scopeId === scopeId) return;
    throw new Error(
      `${this.options.file} holds the data of ${this.options.scopeId}, but this configuration reads ` +
        `${scopeId}. Name another file with --file.`,
    );
  }

  private async write(stream: CatalogStream, state?: StreamState): Promise<void> {
    const batch = this.batches.get(stream.name);
    this.batches.delete(stream.name);
    batch?.finish();
    await this.warehouse.write(stream, batch, state);
    batch?.remove();
  }

  private note({ emitted_at: atMs, stream_status: told }: Trace): void {
    if (!told) return;
    const { name } = told.stream_descriptor;
    if (told.status === 'STARTED') this.startedMs.set(name, atMs);
    this.streamSeconds.set(name, (atMs - (this.startedMs.get(name) ?? atMs)) / 1000);
    if (told.status === 'COMPLETE') this.complete.add(name);
    if (told.status === 'COMPLETE' || told.status === 'INCOMPLETE')
      this.options.onStreamEnd(name, told.status, this.records.get(name) ?? 0);
  }
}
