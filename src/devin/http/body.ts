import { addAbortSignal, type Readable } from 'node:stream';
import type { AnswerRoom } from './answer-room';
import type { TimeLimit } from './time-limit';

/** The limit for an answer outside 200–299: enough for an error message. */
const maxErrorBytes = 64 * 2 ** 10;
/** A longer answer is read only if there is room for it. */
const bytesWithoutRoom = 256 * 2 ** 10;

export interface Body {
  /** Empty if an answer 200–299 was too long. */
  readonly text: string;
  /** There was more text, which was not read. */
  readonly isCut: boolean;
  /** Call it when the text is no longer needed. */
  readonly release: () => void;
}

export interface BodyLimits {
  readonly isError: boolean;
  /** The limit for an answer 200–299, decompressed. */
  readonly maxBytes: number;
  readonly room: AnswerRoom;
}

/** Reads the text of an answer, up to its limit. The rest is not read, and the connection is closed. */
export async function readBody(stream: Readable, limits: BodyLimits, time: TimeLimit): Promise<Body> {
  const most = limits.isError ? maxErrorBytes : limits.maxBytes;
  const chunks: Buffer[] = [];
  let length = 0;
  let release: (() => void) | undefined;
  try {
    for await (const chunk of addAbortSignal(time.signal, stream) as AsyncIterable<Buffer>) {
      if (length + chunk.length > most) {
        chunks.push(chunk.subarray(0, most - length));
        return { text: limits.isError ? asText(chunks) : '', isCut: true, release: release ?? nothing };
      }
      chunks.push(chunk);
      length += chunk.length;
      if (length > bytesWithoutRoom) release ??= await time.pausedFor(() => limits.room.enter(time.signal));
    }
    return { text: asText(chunks), isCut: false, release: release ?? nothing };
  } catch (error) {
    release?.();
    throw error;
  }
}

/** Without a byte order mark. */
function asText(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

function nothing(): void {
  // There is no room to give back.
}
