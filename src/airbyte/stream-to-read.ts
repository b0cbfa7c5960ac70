import type { Failure, Status } from './messages';

/** A configured stream, ready to be read. */
export interface StreamToRead {
  readonly name: string;
  /** Rejects if the stream cannot be read at all. */
  readonly open: () => Promise<OpenStream>;
  /** The failure to show for an error. Undefined if the sync was stopped from outside. */
  readonly failure: (error: unknown) => Failure | undefined;
}

/** `state` is safe at any moment: it never covers a batch of `rows` that the consumer has not finished. */
export interface OpenStream {
  readonly state: object;
  readonly rows: AsyncGenerator<readonly object[]>;
  /** The amount of work that is done, if it is known. It is changed in place. */
  readonly work?: Work;
}

/** Parts of about the same size. Both are 0 while the amount of work is not known. */
export interface Work {
  readonly done: number;
  readonly total: number;
}

/** The progress of a stream. */
export interface StreamProgress {
  readonly name: string;
  readonly status: Status;
  readonly rows: number;
  readonly work: Work | undefined;
  /** The time since the start of the stream. */
  readonly elapsedMs: number;
}
