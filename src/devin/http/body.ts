import { addAbortSignal, type Readable } from 'node:stream';
import type { AnswerRoom } from './answer-room';
import type { TimeLimit } from './time-limit';

/** Of an answer that is not 200–299: enough for its sentence. */
const maxErrorBytes = 64 * 2 ** 10;
/** A longer answer is read only where there is room for it. */
const bytesWithoutRoom = 256 * 2 ** 10;

export interface Body {
  /** Empty where an answer 200–299 was cut off. */
  readonly text: string;
  /** There was more, which was not read. */
  readonly isCut: boolean;
  /** To be called when the text is no longer needed. */
  readonly release: () => void;
}

export interface BodyLimits {
  readonly isError: boolean;
  /** Of an answer 200–299, decompressed. */
  readonly maxBytes: number;
  readonly room: AnswerRoom;
}

/** Reads the text of an answer, up to its limit; what is left is not read, and its connection is closed. */
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

/** A byte order mark is no part of the text. */
function asText(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}

function nothing(): void {
  // No room was taken.
}
