import type { Query } from './http/query';

/** Narrower limits for one call. */
export interface RequestOptions {
  /** For all failures together, with 429. */
  readonly maxAttempts?: number;
  /** For the whole call: its time in the queue, its waits and its last answer. */
  readonly totalMs?: number;
  /** For each attempt, until the last byte of its answer. 60 s by default. */
  readonly timeoutMs?: number;
  /** A failure of this call, or an answer, says nothing about whether Devin answers the stream. */
  readonly isOptional?: boolean;
  /** Called with each wait between two attempts; the next attempt begins when the returned promise is settled. */
  readonly duringWait?: (wait: Promise<void>) => Promise<void>;
  /** For a list: its pages begin at an offset, and not after a cursor. */
  readonly paging?: 'offset';
}

/** The parsed JSON of an answer. */
export type Get = (path: string, query?: Query, options?: RequestOptions) => Promise<unknown>;

/** Reads Devin's API, with retries, limits and paging. Every failure is a DevinError. */
export interface DevinClient {
  /** `path` must be encoded. In the query, a list repeats its key, and undefined is left out. */
  readonly get: Get;
  /** The items of each page of a list, in order. The options apply to each page. */
  pages(path: string, query?: Query, options?: RequestOptions): AsyncGenerator<unknown[]>;
}

/** A client that counts what it sends. */
export interface CountedClient extends DevinClient {
  /** The number of requests so far, with retries and redirects. */
  readonly requestCount: number;
}

/** The part of a client that sends single requests. */
export type Getter = Pick<DevinClient, 'get'>;
