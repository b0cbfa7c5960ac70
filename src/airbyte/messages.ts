import VError from 'verror';
import { AirbyteMessageType, type AirbyteMessage } from '@faros-ai/airbyte-cdk/lib/protocol';

/** Who must act on a failure: the user, nobody (wait), or the developers. */
export type FailureType = 'config_error' | 'transient_error' | 'system_error';

/** A failure for the user. */
export interface Failure {
  readonly message: string;
  readonly failureType: FailureType;
  readonly internalMessage?: string;
  readonly stackTrace?: string;
}

export type Status = 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE';

/**
 * Rows of one stream, each written as one RECORD message. They become text here, in the reader of the stream. So a
 * row that cannot become text (circular, or nested too deep) fails only its own stream.
 */
export class RecordBatch implements AirbyteMessage {
  readonly type = AirbyteMessageType.RECORD;
  /** The JSON of each row. */
  readonly rows: readonly string[];
  constructor(
    readonly stream: string,
    rows: readonly object[],
  ) {
    this.rows = rows.map((row) => asJson(row, 'A record'));
  }
}

/** A STATE message of type STREAM, in its current version. The output adds `sourceStats` when it is written. */
export class StreamState implements AirbyteMessage {
  readonly type = AirbyteMessageType.STATE;
  /** The JSON of the state. */
  readonly state: string;
  constructor(
    readonly stream: string,
    state: object,
  ) {
    this.state = asJson(state, 'The state');
  }
}

function asJson(value: object, what: string): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new VError(error as Error, '%s', `${what} cannot be written as JSON`);
  }
}

/**
 * A TRACE of type STREAM_STATUS. RUNNING may say until when (epoch milliseconds) Devin's rate limit makes the stream
 * wait.
 */
export class StreamStatus implements AirbyteMessage {
  readonly type = AirbyteMessageType.TRACE;
  readonly trace: object;
  constructor(stream: string, status: Status, now: Date, rateLimitedUntilMs?: number) {
    const reasons =
      rateLimitedUntilMs === undefined
        ? undefined
        : [{ type: 'RATE_LIMITED', rate_limited: { quota_reset: Math.ceil(rateLimitedUntilMs) } }];
    this.trace = {
      type: 'STREAM_STATUS',
      emitted_at: now.getTime(),
      stream_status: { stream_descriptor: { name: stream }, status, reasons },
    };
  }
}

/** A TRACE of type ERROR, for a stream or for the whole command. */
export class ErrorTrace implements AirbyteMessage {
  readonly type = AirbyteMessageType.TRACE;
  readonly trace: object;
  constructor(failure: Failure, now: Date, stream?: string) {
    this.trace = {
      type: 'ERROR',
      emitted_at: now.getTime(),
      error: {
        message: failure.message,
        internal_message: failure.internalMessage,
        stack_trace: failure.stackTrace,
        failure_type: failure.failureType,
        stream_descriptor: stream === undefined ? undefined : { name: stream },
      },
    };
  }
}
