import type { ErrorFacts } from '../error-facts';
import { parseHttpDateMs } from '../http/http-date';

/** How long and how far apart a request is tried. */
export interface RetryPolicy {
  /** No limit by default: what counts is time. */
  readonly maxAttempts: number;
  /** For one call with its time in the queue: no attempt starts, or lasts, beyond it. No limit by default. */
  readonly totalMs: number;
  /**
   * While Devin answers 429 or 503: so long from the first request of the call, and for as long as anybody else has been
   * answered since.
   */
  readonly busyMs: number;
  /** For every other failure that may pass: so long at least, without the time in the queue. */
  readonly brokenMs: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A longer `Retry-After` is cut to this. */
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

/** A server that asks for more than a day does not mean it. */
const absurdMs = 24 * 3600_000;

/** At most so much is added at random, so that several connectors do not come back together. */
const jitter = 0.25;

/** Milliseconds after the failure number `count`: doubling from one to the next, up to its cap. */
export function backoffMs(
  count: number,
  { firstDelayMs, maxDelayMs }: Pick<RetryPolicy, 'firstDelayMs' | 'maxDelayMs'> = defaultRetryPolicy,
): number {
  return Math.min(firstDelayMs * 2 ** (count - 1), maxDelayMs);
}

/**
 * Milliseconds until the next attempt after the failure number `count`: the longer of what `Retry-After` asks and the
 * backoff. Never less than either, and never above their caps.
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
 * Milliseconds that `Retry-After` asks for, up to its cap; 0 where it asks for no usable wait. A date is counted from the
 * `Date` of the same answer: only the server's own clock tells how far away it is.
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
