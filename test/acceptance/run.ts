import type { CatalogStream, ErrorTrace, Message, Row, Status, StreamState } from './protocol';

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** What a process left behind; `messages` are those of its complete lines. */
export class Run implements Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;

  constructor(
    ended: Ended,
    readonly lines: readonly string[],
    readonly messages: readonly Message[],
  ) {
    this.exitCode = ended.exitCode;
    this.signal = ended.signal;
    this.stdout = ended.stdout;
    this.stderr = ended.stderr;
    this.durationMs = ended.durationMs;
  }

  records(stream: string): Row[] {
    return this.messages.flatMap((message) =>
      message.type === 'RECORD' && message.record.stream === stream ? [message.record.data] : [],
    );
  }

  /** In the order in which they were written. */
  get states(): StreamState[] {
    return this.messages.flatMap((message) => (message.type === 'STATE' ? [message.state] : []));
  }

  /** The last state of a stream; undefined where it wrote none. */
  state(stream: string): Row | undefined {
    return this.states.findLast(({ stream: { stream_descriptor: of } }) => of.name === stream)?.stream
      .stream_state;
  }

  get errors(): ErrorTrace[] {
    return this.messages.flatMap((message) =>
      message.type === 'TRACE' && message.trace.type === 'ERROR' ? [message.trace.error] : [],
    );
  }

  /** The error of a stream, or without a name that of the command. */
  error(stream?: string): ErrorTrace | undefined {
    return this.errors.find((error) => error.stream_descriptor?.name === stream);
  }

  /** How a stream ended. */
  outcome(stream: string): Status | undefined {
    return this.statuses(stream).at(-1);
  }

  statuses(stream: string): Status[] {
    return this.messages.flatMap((message) =>
      message.type === 'TRACE' &&
      message.trace.type === 'STREAM_STATUS' &&
      message.trace.stream_status.stream_descriptor.name === stream
        ? [message.trace.stream_status.status]
        : [],
    );
  }

  logs(level: string): string[] {
    return this.messages.flatMap((message) =>
      message.type === 'LOG' && message.log.level === level ? [message.log.message] : [],
    );
  }

  /** Status and message of a `check`. */
  get connectionStatus(): { status: string; message?: string } {
    const [status, ...more] = this.messages.flatMap((message) =>
      message.type === 'CONNECTION_STATUS' ? [message.connectionStatus] : [],
    );
    if (!status || more.length > 0) throw new Error(`Not one CONNECTION_STATUS: ${this.stdout}`);
    return status;
  }

  /** The streams of a `discover`. */
  get catalog(): CatalogStream[] {
    const [catalog, ...more] = this.messages.flatMap((message) =>
      message.type === 'CATALOG' ? [message.catalog] : [],
    );
    if (!catalog || more.length > 0) throw new Error(`Not one CATALOG: ${this.stdout}`);
    return catalog.streams;
  }
}
