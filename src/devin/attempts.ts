import type { Clock } from './clock';
import type { RequestName } from './error-facts';
import { DevinError } from './errors';
import type { Gate } from './gate';
import type { Slot, Verdict } from './gate-policy';
import { retryDelayMs, type RetryPolicy } from './retry';

/** What all calls of a client share. */
export interface Surroundings {
  readonly gate: Gate;
  readonly clock: Clock;
  readonly random: () => number;
  readonly stop: AbortSignal;
  readonly log: (level: 'DEBUG' | 'INFO' | 'WARN', message: string) => void;
  readonly onWait: (untilMs: number) => void;
}

/** One call: up to several attempts at one request. */
export interface Call<Value> {
  readonly request: RequestName;
  readonly policy: RetryPolicy;
  /** Throws a DevinError for what Devin or the network did. */
  readonly attempt: () => Promise<Value>;
}

/**
 * Tries until an attempt succeeds, its failure will not pass, or the policy is exhausted; then throws the last
 * failure. Every attempt goes through the gate, and no wait holds a place in it.
 */
export async function withAttempts<Value>(call: Call<Value>, shared: Surroundings): Promise<Value> {
  const { gate, clock, stop } = shared;
  const failures = new Failures(call, shared);
  const ticket = gate.ticket();
  for (;;) {
    const slot = await gate.enter(ticket, failures.deadlineMs);
    if (slot === 'stopped') throw new DevinError({ outcome: 'stopped', request: call.request });
    if (slot === 'too_late') throw failures.tooLate();
    try {
      const value = await call.attempt();
      gate.leave(slot, 'answered');
      return value;
    } catch (error) {
      const delayMs = failures.next(error, slot);
      // The end of a broken-off wait is seen at the gate.
      await clock.sleep(delayMs, stop).catch(() => undefined);
    }
  }
}

/** The failed attempts of one call. */
class Failures {
  readonly deadlineMs: number;
  private rateLimited = 0;
  private other = 0;
  private last: DevinError | undefined;

  constructor(
    private readonly call: Call<unknown>,
    private readonly shared: Surroundings,
  ) {
    this.deadlineMs = shared.clock.now() + call.policy.totalMs;
  }

  /** Leaves the gate; answers how long to wait before the next attempt, or throws where there is none. */
  next(error: unknown, slot: Slot): number {
    const { gate, clock, log, onWait } = this.shared;
    if (!(error instanceof DevinError)) {
      gate.leave(slot, 'unknown');
      throw error;
    }
    const isLimited = error.outcome === 'rate_limited';
    this.last = error;
    if (isLimited) this.rateLimited += 1;
    else this.other += 1;
    const delayMs = this.delayMs(isLimited ? this.rateLimited : this.other);
    const pausedUntilMs = gate.leave(slot, verdict(error), delayMs);
    if (isLimited) onWait(pausedUntilMs);
    if (!error.isPassing || this.isExhausted() || clock.now() + delayMs > this.deadlineMs)
      throw this.final(error);
    log('INFO', `${error.message}; the next attempt is in ${(delayMs / 1000).toFixed(1)} s`);
    // The gate itself keeps everybody waiting for a rate limit.
    return isLimited ? 0 : delayMs;
  }

  /** The rate limit outlasts the time that the call has. */
  tooLate(): DevinError {
    if (this.last) return this.final(this.last);
    const detail = 'Devin answered 429 to others, and asks for a longer wait than this request may take';
    return new DevinError({ outcome: 'rate_limited', request: this.call.request, detail });
  }

  private delayMs(attempt: number): number {
    const { clock, random } = this.shared;
    const retryAfterHeader = this.last?.facts.retryAfter;
    return retryDelayMs({ attempt, retryAfterHeader, nowMs: clock.now(), random, policy: this.call.policy });
  }

  private isExhausted(): boolean {
    const { maxAttempts, maxRateLimitedAttempts } = this.call.policy;
    return this.other >= maxAttempts || this.rateLimited >= maxRateLimitedAttempts;
  }

  private final(error: DevinError): DevinError {
    return error.afterAttempts(this.rateLimited + this.other);
  }
}

function verdict(error: DevinError): Verdict {
  if (error.outcome === 'rate_limited') return 'rate_limited';
  if (error.status === 503) return 'overloaded';
  return error.isPassing || error.status === undefined ? 'unknown' : 'answered';
}
