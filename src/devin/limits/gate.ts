import type { Clock } from './clock';
import type { GatePolicy, Slot, Verdict } from './gate-policy';

/**
 * Permission to start a request. `too_late` if it does not come before the deadline, `stopped` if no request may
 * start.
 */
export type Entry = Slot | 'too_late' | 'stopped';

interface Waiter {
  readonly ticket: number;
  readonly deadlineMs: number;
  readonly resolve: (entry: Entry) => void;
}

interface Alarm {
  readonly atMs: number;
  readonly off: AbortController;
}

/** The queue for all requests of a client, in order. A call keeps its place with its ticket. */
export class Gate {
  private waiting: Waiter[] = [];
  private lastTicket = 0;
  private alarm: Alarm | undefined;

  constructor(
    private readonly policy: GatePolicy,
    private readonly clock: Clock,
    private readonly stop: AbortSignal,
  ) {
    stop.addEventListener('abort', () => this.admit(), { once: true });
  }

  /** When a request was last answered. Minus infinity before the first answer. */
  get answeredAtMs(): number {
    return this.policy.answeredAtMs;
  }

  /** No request starts before this time, because Devin asked for a pause. */
  get pausedUntilMs(): number {
    return this.policy.pausedUntilMs;
  }

  /** A place in the queue. */
  ticket(): number {
    this.lastTicket += 1;
    return this.lastTicket;
  }

  /** Resolves when the next request of this call may start, and no later than the deadline. */
  enter(ticket: number, deadlineMs: number): Promise<Entry> {
    return new Promise((resolve) => {
      const later = this.waiting.findIndex((waiter) => waiter.ticket > ticket);
      this.waiting.splice(later < 0 ? this.waiting.length : later, 0, { ticket, deadlineMs, resolve });
      this.admit();
    });
  }

  /**
   * Call it once for each slot. After a 429, no request starts for at least `askedMs`. Returns the end of the pause,
   * by the clock.
   */
  leave(slot: Slot, verdict: Verdict, askedMs = 0): number {
    this.policy.end(slot, verdict, this.clock.now(), askedMs);
    this.admit();
    return this.policy.pausedUntilMs;
  }

  /** Starts all requests that may start now. If only time is missing, it looks again later. */
  private admit(): void {
    this.turnAway();
    while (this.waiting.length > 0 && this.policy.nextStartMs <= this.clock.now()) {
      this.waiting.shift()?.resolve(this.policy.start(this.clock.now()));
    }
    this.lookAgain();
  }

  private turnAway(): void {
    const startMs = Math.max(this.policy.notBeforeMs, this.clock.now());
    const isTurnedAway = (waiter: Waiter) => this.stop.aborted || waiter.deadlineMs < startMs;
    const turnedAway = this.waiting.filter(isTurnedAway);
    if (turnedAway.length === 0) return;
    this.waiting = this.waiting.filter((waiter) => !isTurnedAway(waiter));
    for (const waiter of turnedAway) waiter.resolve(this.stop.aborted ? 'stopped' : 'too_late');
  }

  private lookAgain(): void {
    const deadlines = this.waiting.map(({ deadlineMs }) => deadlineMs);
    const isWaiting = this.waiting.length > 0;
    // Just after the deadline: then it is too late.
    const atMs = isWaiting ? Math.min(this.policy.nextStartMs, ...deadlines.map((ms) => ms + 1)) : Infinity;
    // An early alarm does no harm.
    if (this.alarm && this.alarm.atMs <= atMs && isWaiting) return;
    this.alarm?.off.abort();
    this.alarm = undefined;
    if (atMs === Infinity) return;
    const alarm = { atMs, off: new AbortController() };
    this.alarm = alarm;
    const ring = () => {
      if (this.alarm !== alarm) return;
      this.alarm = undefined;
      this.admit();
    };
    this.clock.sleep(Math.ceil(atMs - this.clock.now()), alarm.off.signal).then(ring, () => undefined);
  }
}
