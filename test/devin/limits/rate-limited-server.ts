import { DevinError } from '../../../src/devin/errors';
import type { VirtualTime } from './virtual-time';

/** How a server counts: `true` where it serves a request that comes now. */
export type Limiter = (nowMs: number) => boolean;

/** A number of requests per second, and a burst after a pause. */
export function bucket(perSecond: (nowMs: number) => number, size: number): Limiter {
  let tokens = size;
  let lastMs: number | undefined;
  return (nowMs) => {
    tokens = Math.min(size, tokens + ((nowMs - (lastMs ?? nowMs)) * perSecond(nowMs)) / 1000);
    lastMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** A number of requests in each window of the clock. */
export function fixedWindow(count: number, windowMs: number): Limiter {
  let window = -1;
  let served = 0;
  return (nowMs) => {
    if (Math.floor(nowMs / windowMs) !== window) served = 0;
    window = Math.floor(nowMs / windowMs);
    served += 1;
    return served <= count;
  };
}

/** A number of requests within any period of this length. */
export function slidingWindow(count: number, windowMs: number): Limiter {
  let served: number[] = [];
  return (nowMs) => {
    served = served.filter((servedMs) => servedMs > nowMs - windowMs);
    if (served.length >= count) return false;
    served.push(nowMs);
    return true;
  };
}

export interface ServerOptions {
  readonly limiter: Limiter;
  readonly latencyMs: () => number;
  readonly retryAfter?: (nowMs: number) => string;
}

/** Answers after a while, or with 429; keeps when it did which. */
export class RateLimitedServer {
  readonly servedAtMs: number[] = [];
  readonly refusedAtMs: number[] = [];

  constructor(
    private readonly time: VirtualTime,
    private readonly options: ServerOptions,
  ) {}

  async get(): Promise<string> {
    const { limiter, latencyMs, retryAfter } = this.options;
    const ms = latencyMs();
    await this.time.sleep(ms / 2);
    const nowMs = this.time.now();
    const isServed = limiter(nowMs);
    (isServed ? this.servedAtMs : this.refusedAtMs).push(nowMs);
    await this.time.sleep(ms / 2);
    if (isServed) return 'served';
    throw new DevinError({ outcome: 'rate_limited', status: 429, retryAfter: retryAfter?.(nowMs) });
  }
}
