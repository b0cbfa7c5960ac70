import type { Failure, Status } from './messages';

/** A configured stream, ready to be read. */
export interface StreamToRead {
  readonly name: string;
  /** Rejects where the stream cannot be read at all. */
  readonly open: () => Promise<OpenStream>;
  /** What to tell the user of an error; undefined where the sync was stopped from outside. */
  readonly failure: (error: unknown) => Failure | undefined;
}

/** `state` is safe at any moment: it covers no batch of `rows` that the consumer has not come back from. */
export interface OpenStream {
  readonly state: object;
  readonly rows: AsyncGenerator<readonly object[]>;
  /** How much of the work is done, where that is known; changed in place. */
  readonly work?: Work;
}

/** Parts of about the same size; both are 0 while the size of the work is not known. */
export interface Work {
  readonly done: number;
  readonly total: number;
}

/** How far a stream has come. */
export interface StreamProgress {
  readonly name: string;
  readonly status: Status;
  readonly rows: number;
  readonly work: Work | undefined;
  /** Since the stream was started. */
  readonly elapsedMs: number;
}
