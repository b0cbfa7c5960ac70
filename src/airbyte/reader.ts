import type { AirbyteMessage } from '@faros-ai/airbyte-cdk/lib/protocol';
import { Channel } from './channel';
import { DueStates, stateIntervalMs } from './due-states';
import { ErrorTrace, RecordBatch, StreamState, StreamStatus, type Status } from './messages';
import type { OpenStream, StreamProgress, StreamToRead } from './stream-to-read';

export interface ReaderOptions {
  readonly now?: () => Date;
  /** Milliseconds that never go back. */
  readonly monotonicMs?: () => number;
  /** Calls back at this interval, until the returned function is called. */
  readonly every?: (intervalMs: number, callback: () => void) => () => void;
}

/** The maximum of rows that are text at the same time. */
const batchRows = 1000;

/** A stream that is being read. */
interface Progress {
  readonly name: string;
  readonly startedMs: number;
  readonly states: DueStates;
  open?: OpenStream;
  status: Status;
  rows: number;
  isRunning: boolean;
}

/** Reads streams concurrently and sends their messages. A failure affects only its own stream. */
export class Reader {
  private readonly channel = new Channel<AirbyteMessage>();
  private readonly begun: Progress[] = [];
  private readonly unfinished = new Set<Progress>();
  private readonly now: () => Date;
  private readonly monotonicMs: () => number;
  private readonly every: NonNullable<ReaderOptions['every']>;
  private announcedUntilMs = 0;

  constructor(
    private readonly streams: readonly StreamToRead[],
    options: ReaderOptions = {},
  ) {
    this.now = options.now ?? (() => new Date());
    this.monotonicMs = options.monotonicMs ?? (() => performance.now());
    this.every = options.every ?? repeat;
  }

  /** All messages of the sync. Ends when each stream is complete or incomplete. */
  async *messages(): AsyncGenerator<AirbyteMessage, void> {
    const stop = this.every(stateIntervalMs, () => this.sendDueStates());
    const all = Promise.all(this.streams.map((stream) => this.readStream(stream)));
    void all.finally(() => this.channel.close());
    try {
      yield* this.channel.messages();
    } finally {
      stop();
    }
    await all;
  }

  /** The progress of each stream. */
  progress(): StreamProgress[] {
    const nowMs = this.monotonicMs();
    return this.begun.map(({ name, status, rows, startedMs, open }) => {
      return { name, status, rows, work: open?.work, elapsedMs: nowMs - startedMs };
    });
  }

  /** No request starts before this time (epoch milliseconds). */
  get waitsUntilMs(): number {
    return this.announcedUntilMs;
  }

  /** Reports for every unfinished stream that Devin's rate limit makes it wait until then (epoch milliseconds). */
  rateLimited(untilMs: number): void {
    if (untilMs <= this.announcedUntilMs) return;
    this.announcedUntilMs = untilMs;
    for (const progress of this.unfinished) {
      progress.isRunning = false;
      void this.channel.send(new StreamStatus(progress.name, 'RUNNING', this.now(), untilMs));
    }
  }

  private async readStream(stream: StreamToRead): Promise<void> {
    const progress = newProgress(stream.name, this.monotonicMs());
    this.begun.push(progress);
    await this.status(progress, 'STARTED');
    this.unfinished.add(progress);
    try {
      progress.open = await stream.open();
      await this.readRows(progress, progress.open);
      this.unfinished.delete(progress);
      await this.sendState(progress);
      await this.running(progress);
      await this.status(progress, 'COMPLETE');
    } catch (error) {
      this.unfinished.delete(progress);
      await this.sendState(progress).catch(() => undefined);
      const failure = stream.failure(error);
      if (failure) await this.channel.send(new ErrorTrace(failure, this.now(), stream.name));
      await this.status(progress, 'INCOMPLETE');
    }
  }

  private async readRows(progress: Progress, { rows }: OpenStream): Promise<void> {
    for await (const batch of rows) {
      if (batch.length === 0) continue;
      await this.running(progress);
      for (let from = 0; from < batch.length; from += batchRows) {
        const part = batch.slice(from, from + batchRows);
        await this.channel.send(new RecordBatch(progress.name, part));
        progress.rows += part.length;
      }
    }
  }

  private async running(progress: Progress): Promise<void> {
    if (progress.isRunning) return;
    progress.isRunning = true;
    await this.status(progress, 'RUNNING');
  }

  private status(progress: Progress, status: Status): Promise<void> {
    progress.status = status;
    return this.channel.send(new StreamStatus(progress.name, status, this.now()));
  }

  /** Rejects if the state cannot be written. */
  private async sendState({ name, open }: Progress): Promise<void> {
    if (open !== undefined) await this.channel.send(new StreamState(name, open.state));
  }

  private sendDueStates(): void {
    for (const { open, states } of this.unfinished) {
      const due = open && states.next(open.state, this.monotonicMs());
      if (due) void this.channel.send(due);
    }
  }
}

function newProgress(name: string, startedMs: number): Progress {
  const states = new DueStates(name, startedMs);
  return { name, startedMs, states, status: 'STARTED', rows: 0, isRunning: false };
}

function repeat(intervalMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, intervalMs);
  return () => clearInterval(timer);
}
