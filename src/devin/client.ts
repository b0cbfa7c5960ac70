import { setMaxListeners } from 'node:events';
import { withAttempts, type Surroundings } from './limits/attempts';
import type { CountedClient, Get, RequestOptions } from './calls';
import { realClock, type Clock } from './limits/clock';
import { quoteWithout, type Quote } from './http/error-body';
import type { RequestName } from './error-facts';
import { DevinError } from './errors';
import { firstDateOf } from './http/first-date';
import { Gate } from './limits/gate';
import { GatePolicy } from './limits/gate-policy';
import { withKeyCheck } from './key/key-check';
import { offsetPages } from './http/offset-pages';
import { pages } from './http/pages';
import { queryString } from './http/query';
import { requestJson } from './http/request';
import { observed, type SeenAnswer } from './http/seen-answer';
import { defaultRetryPolicy, type RetryPolicy } from './limits/retry';
import { createSend, type Send } from './http/transport';

const longestAttemptMs = 60_000;

export interface ClientOptions {
  /** With scheme, without trailing slash. */
  readonly apiUrl: string;
  readonly apiKey: string;
  /** The maximum of requests in flight. */
  readonly workers: number;
  readonly userAgent: string;
  /** Ends waits and requests in flight with the outcome `stopped`. No request starts afterwards. */
  readonly signal?: AbortSignal;
  readonly log?: (level: 'DEBUG' | 'INFO' | 'WARN', message: string) => void;
  /** Called after a 429: no request starts before that time, in milliseconds since the epoch. */
  readonly onWait?: (untilMs: number) => void;
  /** Called once with Devin's time: the `Date` of the first answer that has one, in milliseconds since the epoch. */
  readonly onDate?: (devinMs: number) => void;
  /** Called with each answer, of any status, before it is parsed. */
  readonly onAnswer?: (answer: SeenAnswer) => void;
  /** Called if the API key was revoked. Without it, the client does not examine a 401. */
  readonly onRevokedKey?: (error: DevinError) => void;
  readonly retry?: Partial<RetryPolicy>;
  readonly connectTimeoutMs?: number;
  /** The limit for an answer 200–299, decompressed. 16 MiB by default. */
  readonly maxAnswerBytes?: number;
  readonly now?: Clock['now'];
  readonly sleep?: Clock['sleep'];
  readonly random?: () => number;
}

/** A client. All its calls share the connections, the limits and the learned rate. */
export function createClient(options: ClientOptions): CountedClient {
  const shared = surroundings(options);
  const quote = quoteWithout(options.apiKey);
  const transport = createSend({ connectTimeoutMs: 10_000, maxAnswerBytes: 16 * 2 ** 20, ...options });
  const send = counted(observed(firstDateOf(transport, options.onDate), options.onAnswer));
  const ask = asking(options, shared, send, quote);
  const get = options.onRevokedKey ? withKeyCheck(ask, options.onRevokedKey) : ask;
  return {
    get,
    pages: (path, query = {}, limits) => {
      const read = limits?.paging === 'offset' ? offsetPages : pages;
      return read(get, { path, query, options: limits }, (message) => shared.log('DEBUG', message));
    },
    get requestCount() {
      return send.count();
    },
  };
}

/** Sends a request again until it is answered, or until the policy ends it. */
function asking(options: ClientOptions, shared: Surroundings, send: Send, quote: Quote): Get {
  const policy = { ...defaultRetryPolicy, ...options.retry };
  return async (path, query = {}, limits = {}) => {
    const url = new URL(`${options.apiUrl}${path}${queryString(query)}`);
    const request: RequestName = { method: 'GET', path, host: url.host };
    refuseUnsendableKey(options.apiKey, request);
    const attempt = (timeLeftMs: number) => {
      const timeoutMs = Math.min(limits.timeoutMs ?? longestAttemptMs, timeLeftMs);
      return requestJson({ url, request, timeoutMs, stop: shared.stop }, send, quote);
    };
    return withAttempts(
      { request, policy: narrowed(policy, limits), attempt, duringWait: limits.duringWait },
      shared,
    );
  };
}

function surroundings(options: ClientOptions): Surroundings {
  const clock = { now: options.now ?? realClock.now, sleep: options.sleep ?? realClock.sleep };
  const stop = options.signal ?? new AbortController().signal;
  // Each worker listens while it waits. Node would report more than ten listeners as a leak on stderr.
  setMaxListeners(0, stop);
  return {
    clock,
    stop,
    gate: new Gate(new GatePolicy(options.workers, clock.now()), clock, stop),
    random: options.random ?? Math.random,
    log: options.log ?? (() => undefined),
    onWait: options.onWait ?? (() => undefined),
  };
}

function counted(send: Send): Send & { count: () => number } {
  let count = 0;
  const counting: Send = (...request) => {
    count += 1;
    return send(...request);
  };
  return Object.assign(counting, { count: () => count });
}

function narrowed(policy: RetryPolicy, { maxAttempts, totalMs }: RequestOptions): RetryPolicy {
  return {
    ...policy,
    maxAttempts: maxAttempts ?? policy.maxAttempts,
    totalMs: totalMs ?? policy.totalMs,
  };
}

/** Node cannot send such a key, and Devin does not issue one. */
function refuseUnsendableKey(apiKey: string, request: RequestName): void {
  if (/^[\x21-\x7e]+$/.test(apiKey)) return;
  const detail = 'the key is empty, or has white space or a character outside ASCII';
  throw new DevinError({ outcome: 'unauthorized', request, detail });
}
