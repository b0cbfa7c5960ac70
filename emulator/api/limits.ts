/** How fast the emulator answers and how much it puts up with; may be changed at any time. */
export interface Limits {
  /** Milliseconds before every answer. */
  latencyMs: number;
  /** More requests than this in a second are answered 429; null for no limit. */
  requestsPerSecond: number | null;
  /** The form of `Retry-After` on those 429s. */
  retryAfter: 'seconds' | 'http-date' | 'none';
}

export function noLimits(): Limits {
  return { latencyMs: 0, requestsPerSecond: null, retryAfter: 'seconds' };
}

/** A token bucket that holds one second's worth of requests, and at least one. */
export interface Bucket {
  /** Takes a token, or answers the seconds until there is one again. */
  take(requestsPerSecond: number): number | null;
}

/** An initially full bucket on a clock in milliseconds. */
export function makeBucket(clock: () => number = () => performance.now()): Bucket {
  let tokens: number | null = null;
  let filledAt = clock();
  return {
    take(requestsPerSecond) {
      const now = clock();
      const gained = ((now - filledAt) / 1000) * requestsPerSecond;
      const most = Math.max(1, requestsPerSecond);
      tokens = Math.min(most, (tokens ?? most) + gained);
      filledAt = now;
      if (tokens < 1) return (1 - tokens) / requestsPerSecond;
      tokens -= 1;
      return null;
    },
  };
}
