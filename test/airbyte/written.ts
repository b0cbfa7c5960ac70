import { Writable } from 'node:stream';
import { Output } from '../../src/airbyte/output';

export interface Line {
  readonly type: string;
  readonly record?: { stream: string; emitted_at: number; data: Record<string, unknown> };
  readonly state?: {
    type: string;
    stream: { stream_descriptor: { name: string }; stream_state: Record<string, unknown> };
    sourceStats: { recordCount: number };
  };
  readonly trace?: {
    type: string;
    emitted_at: number;
    error?: Record<string, unknown>;
    stream_status?: { stream_descriptor: { name: string }; status: string; reasons?: unknown };
  };
  readonly log?: { level: string; message: string };
}

/** Stdout as a pipe: what was written, and a reader that may stop reading. */
export class Pipe extends Writable {
  readonly chunks: string[] = [];
  /** Whether chunks are taken as they come; otherwise each waits for `take()`. */
  isOpen = true;
  private waiting: (() => void) | undefined;

  constructor(highWaterMark = 16_384) {
    super({ highWaterMark, decodeStrings: false });
  }

  get text(): string {
    return this.chunks.join('');
  }

  get lines(): Line[] {
    return this.text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  }

  override _write(chunk: string, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    if (this.isOpen) done();
    else this.waiting = done;
  }

  /** Takes the chunk that waits, and so makes room. */
  take(): void {
    const done = this.waiting;
    this.waiting = undefined;
    done?.();
  }
}

export function outputTo(pipe: Writable, onBroken: (error: Error) => void = unexpected): Output {
  return new Output(pipe, onBroken, () => 1_800_000_000_000);
}

/** Lets everything that waits for nothing happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function unexpected(error: Error): void {
  throw error;
}
