import type { RequestOptions } from '../calls';
import type { Clock } from './clock';
import type { RequestName } from '../error-facts';
import { DevinError } from '../errors';
import type { Gate } from './gate';
import type { Slot, Verdict } from './gate-policy';
import { askedDelayMs, retryDelayMs, type RetryPolicy } from './retry';

/** The parts that all calls of a client share. */
export interface Surroundings {
  readonly gate: Gate;
  readonly clock: Clock;
  readonly random: () => number;
  readonly stop: AbortSignal;
  readonly log: (level: 'DEBUG' | 'INFO' | 'WARN', message: string) => void;
  readonly onWait: (untilMs: number) => void;
}

/** One call: one request with one or more attempts. */
export interface Call<Value> {
  readonly request: RequestName;
  readonly policy: RetryPolicy;
  /** Takes at most the given time. Throws a DevinError for failures of Devin or the network. */
  readonly attempt: (timeLeftMs: number) => Promise<Value>;
  readonly duringWait?: RequestOptions['duringWait'];
}

/**
 * Tries until an attempt succeeds, fails for good, or the policy ends it. Then it throws the last failure. Every
 * attempt goes through the gate, and no wait holds a place there.
 */
export async function withAttempts<Value>(call: Call<Value>, shared: Surroundings): Promise<Value> {
  const { gate, clock, stop } = shared;
  const failures = new Failures(call, shared);
  for (let ticket = gate.ticket(); ;) {
    const slot = await gate.enter(ticket, failures.deadlineMs);
    if (slot === 'stopped') throw new DevinError({ outcome: 'stopped', request: call.request });
    if (slot === 'too_late') throw failures.tooLate();
    try {
      const value = await call.attempt(failures.start());
      gate.leave(slot, 'answered');
      return value;
    } catch (error) {
      const delayMs = failures.next(error, slot);
      // The gate detects that the wait was aborted.
      const wait = clock.sleep(delayMs, stop).catch(() => undefined);
      await (call.duringWait?.(wait) ?? wait);
      // To the end of the queue: otherwise one endpoint that always gets 429 would block the others after each pause.
      if (failures.isLimited) ticket = gate.ticket();
    }
  }
}

class Failures {
  readonly deadlineMs: number;
  private count = 0;
  private last: DevinError | undefined;
  private firstStartMs: number | undefined;
  private lastStartMs = 0;
  private lastEndMs = 0;
  /** How long the call has been tried since the first failure that was not 429 or 503. */
  private brokenForMs: number | undefined;

  constructor(
    private readonly call: Call<unknown>,
    private readonly shared: Surroundings,
  ) {
    this.deadlineMs = shared.clock.now() + call.policy.totalMs;
  }

  /** Whether the last failure was a 429. */
  get isLimited(): boolean {
    return this.last?.outcome === 'rate_limited';
  }

  /** Starts an attempt. Returns how long it may take. */
  start(): number {
    this.lastStartMs = this.shared.clock.now();
    this.firstStartMs ??= this.lastStartMs;
    return this.deadlineMs - this.lastStartMs;
  }

  /** Leaves the gate. Returns the wait before the next attempt, or throws if there is none. */
  next(error: unknown, slot: Slot): number {
    const { gate, clock, log, onWait, random } = this.shared;
    const { policy } = this.call;
    if (!(error instanceof DevinError)) {
      gate.leave(slot, 'unknown');
      throw error;
    }
    const nowMs = clock.now();
    const askedMs = askedDelayMs(error.facts, nowMs, policy);
    const said = this.verdict(error);
    this.last = error;
    this.count += 1;
    this.lastEndMs = nowMs;
    const pausedUntilMs = gate.leave(slot, said, askedMs);
    if (said === 'rate_limited') onWait(pausedUntilMs);
    if (!error.isPassing) throw this.final(error);
    const delayMs = retryDelayMs(this.count, askedMs, policy, random);
    this.giveUpWhereDue(error, nowMs, delayMs);
    const waitMs = this.isLimited ? Math.max(delayMs, pausedUntilMs - nowMs) : delayMs;
    log('INFO', `${error.message}; the next attempt is in ${(waitMs / 1000).toFixed(1)} s`);
    return delayMs;
  }

  /** The rate limit or the queue takes longer than the time of the call. */
  tooLate(): DevinError {
    if (this.last) return this.final(this.last);
    const { request } = this.call;
    if (this.shared.gate.pausedUntilMs <= this.shared.clock.now())
      return new DevinError({ outcome: 'timeout', request, detail: 'the requests before it took too long' });
    const detail = 'Devin answered 429 to others, and asks for a longer wait than this request may take';
    return new DevinError({ outcome: 'rate_limited', request, detail });
  }

  private verdict(error: DevinError): Verdict {
    // Other calls get answers and this one is refused again and again, so the others must not wait for it.
    const isAlone = this.count >= 2 && this.shared.gate.answeredAtMs > this.lastEndMs;
    if (isBusy(error)) return isAlone ? 'unknown' : error.status === 503 ? 'overloaded' : 'rate_limited';
    return error.isPassing || error.status === undefined ? 'unknown' : 'answered';
  }

  private giveUpWhereDue(error: DevinError, nowMs: number, delayMs: number): void {
    const { maxAttempts } = this.call.policy;
    const isOver = isBusy(error) ? this.wasBusyTooLong(nowMs) : this.wasBrokenTooLong(nowMs, delayMs);
    if (isOver) throw this.final(error, true);
    if (this.count >= maxAttempts || nowMs + delayMs > this.deadlineMs) throw this.final(error);
  }

  private wasBusyTooLong(nowMs: number): boolean {
    const { busyMs } = this.call.policy;
    this.brokenForMs = undefined;
    return nowMs - (this.firstStartMs ?? nowMs) >= busyMs && nowMs - this.shared.gate.answeredAtMs >= busyMs;
  }

  private wasBrokenTooLong(nowMs: number, delayMs: number): boolean {
    const soFarMs = this.brokenForMs === undefined ? 0 : this.brokenForMs + nowMs - this.lastStartMs;
    this.brokenForMs = soFarMs + delayMs;
    return soFarMs >= this.call.policy.brokenMs;
  }

  private final(error: DevinError, usedUpItsTime = false): DevinError {
    return error.afterAttempts(this.count, usedUpItsTime);
  }
}

function isBusy({ outcome, status }: DevinError): boolean {
  return outcome === 'rate_limited' || status === 503;
}
