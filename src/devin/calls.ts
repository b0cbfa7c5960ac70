import type { Query } from './http/query';

/** Narrower limits for one call. */
export interface RequestOptions {
  /** Of every kind, 429 included. */
  readonly maxAttempts?: number;
  /** For the call with its time in the queue, its waits and its last answer. */
  readonly totalMs?: number;
  /** For each attempt, until the last byte of its answer; 60 s by default. */
  readonly timeoutMs?: number;
  /** Called with each wait between two attempts; the next attempt begins when the returned promise is settled. */
  readonly duringWait?: (wait: Promise<void>) => Promise<void>;
}

/** The parsed JSON of an answer. */
export type Get = (path: string, query?: Query, options?: RequestOptions) => Promise<unknown>;

/** Reads Devin's API; retries, limits and paging included. Every failure is a DevinError. */
export interface DevinClient {
  /** `path` is encoded already; in the query, a list repeats its key, undefined is left out. */
  readonly get: Get;
  /** The items of each page of a list, in order; the options hold for each page. */
  pages(path: string, query?: Query, options?: RequestOptions): AsyncGenerator<unknown[]>;
  /** Requests sent so far, retries and redirects included. */
  readonly requestCount: number;
}

/** What asks single questions needs no more of a client. */
export type Getter = Pick<DevinClient, 'get'>;
