import type { Writable } from 'node:stream';
import type { AirbyteMessage } from '@faros-ai/airbyte-cdk/lib/protocol';
import { RecordBatch, StreamState } from './messages';
import { redactor, withoutKeys } from './redact';
import { escapedControls } from './terminal';

/** Text goes to the operating system in chunks of about this many characters. */
const chunkLength = 1 << 16;

/**
 * The only writer of stdout. It writes one JSON message in each line, and only whole lines, in chunks. It counts the
 * records of each stream. It removes the API key, and everything that looks like a key, from every line. It tells the
 * sender to wait while the reader is slow.
 */
export class Output {
  private pending = '';
  private flushIsDue = false;
  private readonly recordCounts = new Map<string, number>();
  private redact = withoutKeys;

  constructor(
    private readonly stdout: Writable & { readonly isTTY?: boolean },
    onBroken: (error: Error) => void,
    private readonly now: () => number = Date.now,
  ) {
    stdout.on('error', onBroken);
  }

  /** From now on, the secret appears in no output. */
  hide(secret: string): void {
    this.redact = redactor(secret);
  }

  /** Takes a message, and never waits. If there are many, await `ready()` before the next one. */
  write(message: AirbyteMessage): void {
    if (message instanceof RecordBatch) this.writeRecords(message);
    else if (message instanceof StreamState) this.writeState(message);
    else this.writeLine(JSON.stringify(message));
  }

  /** Takes text for people. */
  print(text: string): void {
    // The redaction of a line of JSON finds the secret in every form.
    const redacted = JSON.parse(this.redact(JSON.stringify(text))) as string;
    this.writeLine(redacted);
  }

  /** Resolves after the reader has taken the earlier output. Resolves at once while the reader is fast enough. */
  async ready(): Promise<void> {
    if (!this.stdout.writableNeedDrain) return;
    await new Promise<void>((resolve) => this.stdout.once('drain', resolve));
  }

  /** Resolves after everything was passed to the operating system. */
  async flush(): Promise<void> {
    this.writeChunk();
    await new Promise<void>((resolve) => this.stdout.write('', () => resolve()));
  }

  private writeRecords({ stream, rows }: RecordBatch): void {
    const head = `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"emitted_at":${this.now()},"data":`;
    for (const row of rows) this.writeLine(`${head}${row}}}`);
    this.recordCounts.set(stream, (this.recordCounts.get(stream) ?? 0) + rows.length);
  }

  private writeState({ stream, state }: StreamState): void {
    const descriptor = `{"name":${JSON.stringify(stream)}}`;
    const stats = `{"recordCount":${this.recordCounts.get(stream) ?? 0}}`;
    this.recordCounts.set(stream, 0);
    this.writeLine(
      `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":${descriptor},"stream_state":${state}},"sourceStats":${stats}}}`,
    );
  }

  private writeLine(line: string): void {
    this.pending += `${line}\n`;
    if (this.pending.length >= chunkLength) this.writeChunk();
    else if (!this.flushIsDue) this.flushSoon();
  }

  private flushSoon(): void {
    this.flushIsDue = true;
    setImmediate(() => {
      this.flushIsDue = false;
      this.writeChunk();
    });
  }

  private writeChunk(): void {
    if (this.pending === '') return;
    const chunk = this.redact(this.pending);
    this.pending = '';
    this.stdout.write(this.stdout.isTTY ? escapedControls(chunk) : chunk);
  }
}
