/** How often, how long and how far apart a request is tried. */
export interface RetryPolicy {
  /** For everything but 429. */
  readonly maxAttempts: number;
  readonly maxRateLimitedAttempts: number;
  /** For one call: no attempt starts whose wait would pass it. */
  readonly totalMs: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A longer `Retry-After` is cut to this. */
  readonly maxRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 6,
  maxRateLimitedAttempts: 12,
  totalMs: 15 * 60_000,
  firstDelayMs: 500,
  maxDelayMs: 60_000,
  maxRetryAfterMs: 300_000,
};

export interface FailedAttempt {
  /** 1 after the first failure. */
  readonly attempt: number;
  readonly retryAfterHeader: string | undefined;
  readonly nowMs: number;
  readonly random: () => number;
  readonly policy: RetryPolicy;
}

/** A server that asks for more than a day does not mean it. */
const absurdMs = 24 * 3600_000;

/**
 * Milliseconds until the next attempt: what `Retry-After` asks, up to its cap; otherwise doubling, up to its cap, less up to
 * half at random. Never negative or NaN, whatever the header says.
 */
export function retryDelayMs({ attempt, retryAfterHeader, nowMs, random, policy }: FailedAttempt): number {
  const askedMs = parseRetryAfterMs(retryAfterHeader, nowMs);
  if (askedMs !== undefined) return Math.min(askedMs, policy.maxRetryAfterMs);
  const backoffMs = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.maxDelayMs);
  return backoffMs * (0.5 + random() / 2);
}

/** Milliseconds that a `Retry-After` of seconds or an HTTP date asks for; undefined where it asks for no usable wait. */
function parseRetryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  const askedMs = isSeconds.test(text)
    ? Number(text) * 1000
    : isHttpDate.test(text)
      ? Date.parse(text) - nowMs
      : Number.NaN;
  return askedMs > 0 && askedMs <= absurdMs ? askedMs : undefined;
}

const isSeconds = /^\d+(\.\d+)?$/;
// Date.parse alone takes "-5" and "12 apples" for dates.
const isHttpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, .* GMT$/;
