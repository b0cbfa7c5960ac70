import type { ErrorFacts } from '../error-facts';
import { parseHttpDateMs } from '../http/http-date';

/** How long and how often a request is tried. */
export interface RetryPolicy {
  /** No limit by default: the time decides. */
  readonly maxAttempts: number;
  /** The time for one call with its time in the queue. No attempt starts or lasts longer. No limit by default. */
  readonly totalMs: number;
  /**
   * For 429 and 503: the call is tried for this time from its first request, and for as long as other calls get
   * answers.
   */
  readonly busyMs: number;
  /** For every other failure that may pass: the least time of trying, without the time in the queue. */
  readonly brokenMs: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** The maximum for `Retry-After`. */
  readonly maxRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: Number.POSITIVE_INFINITY,
  totalMs: Number.POSITIVE_INFINITY,
  busyMs: 15 * 60_000,
  brokenMs: 2 * 60_000,
  firstDelayMs: 500,
  maxDelayMs: 60_000,
  maxRetryAfterMs: 300_000,
};

/** A server does not mean a wait of more than one day. */
const absurdMs = 24 * 3600_000;

/** The maximum of random extra time, so that several connectors do not come back at the same time. */
const jitter = 0.25;

/** The wait after failure number `count`, in milliseconds. It doubles each time, up to its maximum. */
export function backoffMs(
  count: number,
  { firstDelayMs, maxDelayMs }: Pick<RetryPolicy, 'firstDelayMs' | 'maxDelayMs'> = defaultRetryPolicy,
): number {
  return Math.min(firstDelayMs * 2 ** (count - 1), maxDelayMs);
}

/**
 * The wait before the next attempt after failure number `count`, in milliseconds. It is the longer one of
 * `Retry-After` and the backoff, and never above their maximums.
 */
export function retryDelayMs(
  count: number,
  askedMs: number,
  policy: RetryPolicy,
  random: () => number,
): number {
  const withJitterMs = backoffMs(count, policy) * (1 + jitter * random());
  return Math.max(askedMs, Math.min(withJitterMs, policy.maxDelayMs));
}

/**
 * The wait that `Retry-After` asks for, in milliseconds, up to its maximum. 0 if it asks for no usable wait. A date
 * is compared with the `Date` of the same answer, because only the server's own clock shows how far away it is.
 */
export function askedDelayMs(
  { retryAfter, date }: Pick<ErrorFacts, 'retryAfter' | 'date'>,
  nowMs: number,
  { maxRetryAfterMs }: Pick<RetryPolicy, 'maxRetryAfterMs'> = defaultRetryPolicy,
): number {
  const text = retryAfter?.trim() ?? '';
  const untilMs = parseHttpDateMs(text);
  const askedMs = isSeconds.test(text)
    ? Number(text) * 1000
    : (untilMs ?? Number.NaN) - (parseHttpDateMs(date) ?? nowMs);
  return askedMs > 0 && askedMs <= absurdMs ? Math.min(askedMs, maxRetryAfterMs) : 0;
}

const isSeconds = /^\d+(\.\d+)?$/;
