import type { Failure } from '../../src/airbyte/messages';
import type { Reader, ReaderOptions } from '../../src/airbyte/reader';
import type { StreamToRead } from '../../src/airbyte/stream-to-read';
import { outputTo, Pipe, type Line } from './written';

interface CountedState {
  rows: number;
  filler?: string;
}

const gone: Failure = { message: 'gone', failureType: 'transient_error' };

/** A stream whose rows are numbered and whose state says how many of them it covers. */
export function stream(
  name: string,
  batches: Iterable<number> | AsyncIterable<number>,
  options: { filler?: string; failure?: Failure | undefined; openError?: Error } = {},
): StreamToRead {
  return {
    name,
    open: () => {
      if (options.openError) return Promise.reject(options.openError);
      const state: CountedState = { rows: 0, ...(options.filler && { filler: options.filler }) };
      async function* rows(): AsyncGenerator<object[]> {
        let count = 0;
        for await (const size of batches) {
          yield Array.from({ length: size }, () => ({ number: (count += 1) }));
          state.rows = count;
        }
      }
      return Promise.resolve({ state, rows: rows() });
    },
    failure: () => ('failure' in options ? options.failure : gone),
  };
}

/** A clock and a timer that move when the test says so. */
export class Time {
  nowMs = 0;
  isStopped = false;
  private tick: () => void = () => undefined;

  readonly options: ReaderOptions = {
    now: () => new Date(1_800_000_000_000),
    monotonicMs: () => this.nowMs,
    every: (intervalMs, callback) => {
      expect(intervalMs).toBe(30_000);
      this.tick = callback;
      return () => (this.isStopped = true);
    },
  };

  /** Half a minute passes. */
  pass(): void {
    this.nowMs += 30_000;
    this.tick();
  }
}

/** Reads to the end as the runner does, with something done before each message is asked for. */
export async function readAll(
  reader: Reader,
  between: (written: number) => void | Promise<void> = () => undefined,
): Promise<Line[]> {
  const pipe = new Pipe();
  const output = outputTo(pipe);
  let written = 0;
  for await (const message of reader.messages()) {
    output.write(message);
    await between((written += 1));
  }
  await output.flush();
  return pipe.lines;
}

/** What happened, in short. */
export function story(lines: readonly Line[]): string[] {
  return lines.map(({ record, state, trace }) => {
    if (record) return `${record.stream} row ${String(record.data.number)}`;
    if (state) {
      const { rows } = state.stream.stream_state;
      return `${state.stream.stream_descriptor.name} state ${String(rows)} +${state.sourceStats.recordCount}`;
    }
    const status = trace?.stream_status;
    if (status) return `${status.stream_descriptor.name} ${status.status}${status.reasons ? ' limited' : ''}`;
    return `${(trace?.error?.stream_descriptor as { name: string }).name} error: ${String(trace?.error?.message)}`;
  });
}
