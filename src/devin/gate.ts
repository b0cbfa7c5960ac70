import type { Clock } from './clock';
import type { GatePolicy, Slot, Verdict } from './gate-policy';

/** Leave to start a request; `too_late` where Devin's rate limit outlasts the deadline, `stopped` where none may start. */
export type Entry = Slot | 'too_late' | 'stopped';

interface Waiter {
  readonly ticket: number;
  readonly deadlineMs: number;
  readonly resolve: (entry: Entry) => void;
}

/** Where all requests of a client queue: first come, first served; a call that tries again keeps its place. */
export class Gate {
  private waiting: Waiter[] = [];
  private lastTicket = 0;
  private alarm: AbortController | undefined;

  constructor(
    private readonly policy: GatePolicy,
    private readonly clock: Clock,
    private readonly stop: AbortSignal,
  ) {
    stop.addEventListener('abort', () => this.admit(), { once: true });
  }

  /** A place in the queue, for all attempts of one call. */
  ticket(): number {
    this.lastTicket += 1;
    return this.lastTicket;
  }

  /** Resolves when the next request of this call may start. */
  enter(ticket: number, deadlineMs: number): Promise<Entry> {
    return new Promise((resolve) => {
      const later = this.waiting.findIndex((waiter) => waiter.ticket > ticket);
      this.waiting.splice(later < 0 ? this.waiting.length : later, 0, { ticket, deadlineMs, resolve });
      this.admit();
    });
  }

  /** To be called once for each slot. After a 429 nobody starts for `pauseMs`; answers until when that is, by the clock. */
  leave(slot: Slot, verdict: Verdict, pauseMs = 0): number {
    this.policy.end(slot, verdict, this.clock.now(), pauseMs);
    this.admit();
    return this.policy.pausedUntilMs;
  }

  /** Starts whoever may start now; where only time is in the way, looks again then. */
  private admit(): void {
    this.turnAway();
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const nowMs = this.clock.now();
      const startMs = this.policy.nextStartMs;
      if (startMs > nowMs) {
        this.lookAgainIn(startMs - nowMs);
        return;
      }
      this.waiting.shift();
      next.resolve(this.policy.start(nowMs));
    }
    this.alarm?.abort();
    this.alarm = undefined;
  }

  private turnAway(): void {
    const { notBeforeMs } = this.policy;
    if (!this.stop.aborted && notBeforeMs <= this.clock.now()) return;
    const isTooLate = (waiter: Waiter) => waiter.deadlineMs < notBeforeMs;
    const turnedAway = this.waiting.filter((waiter) => this.stop.aborted || isTooLate(waiter));
    this.waiting = this.waiting.filter((waiter) => !turnedAway.includes(waiter));
    for (const waiter of turnedAway) waiter.resolve(this.stop.aborted ? 'stopped' : 'too_late');
  }

  private lookAgainIn(ms: number): void {
    // A start only ever moves to later, so an alarm that is set is early enough; with no limit in time, `leave` looks again.
    if (this.alarm || ms === Number.POSITIVE_INFINITY) return;
    const alarm = new AbortController();
    this.alarm = alarm;
    const ring = () => {
      if (this.alarm !== alarm) return;
      this.alarm = undefined;
      this.admit();
    };
    this.clock.sleep(Math.ceil(ms), alarm.signal).then(ring, () => undefined);
  }
}
