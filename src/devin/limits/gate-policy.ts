import { Pace } from './pace';
import { backoffMs } from './retry';

/** What an ended request says about the server: it answered, refused for its rate, is overloaded, or nothing. */
export type Verdict = 'answered' | 'rate_limited' | 'overloaded' | 'unknown';

/** A request under way: how often the gate had been narrowed when it started. */
export interface Slot {
  readonly narrowings: number;
}

/**
 * Decides when the next request may start; has no clock and no timer of its own.
 *
 * At most `limit` requests are under way. It starts at half the workers, and grows by one when as many requests have been
 * answered as it allows. A 429 or 503 halves it, once for all requests that were under way together. A 429 also pauses
 * everybody, for as long as Devin asks and longer from one to the next while nobody is answered, and sets the pace at
 * which requests start after it.
 */
export class GatePolicy {
  private limit: number;
  private underWay = 0;
  private answersInRound = 0;
  private narrowings = 0;
  /** How often everybody was paused since somebody was answered. */
  private pauses = 0;
  private pausedUntil = 0;
  private answeredAt = Number.NEGATIVE_INFINITY;
  private lastEndMs: number;
  private readonly pace: Pace;

  constructor(
    private readonly workers: number,
    nowMs: number,
  ) {
    this.limit = Math.ceil(workers / 2);
    this.lastEndMs = nowMs;
    this.pace = new Pace(nowMs);
  }

  /** No request starts before this time, because Devin asked for a pause. */
  get pausedUntilMs(): number {
    return this.pausedUntil;
  }

  /** When a request was answered last; minus infinity before the first answer. */
  get answeredAtMs(): number {
    return this.answeredAt;
  }

  /** No request starts before this time, for the pause or for the pace. */
  get notBeforeMs(): number {
    return Math.max(this.pausedUntil, this.pace.nextStartMs);
  }

  /** When the next request may start; infinity while only the end of another one can tell. */
  get nextStartMs(): number {
    return this.underWay < this.limit ? this.notBeforeMs : Number.POSITIVE_INFINITY;
  }

  start(nowMs: number): Slot {
    if (this.underWay === 0) this.pace.idled(Math.max(nowMs - Math.max(this.notBeforeMs, this.lastEndMs), 0));
    this.underWay += 1;
    this.pace.started(nowMs);
    return { narrowings: this.narrowings };
  }

  /** To be called once for each started request; a 429 may ask for a pause. */
  end(slot: Slot, verdict: Verdict, nowMs: number, askedMs = 0): void {
    this.underWay -= 1;
    this.lastEndMs = nowMs;
    if (verdict === 'answered') this.answered(nowMs);
    const isNews = slot.narrowings === this.narrowings;
    if (verdict === 'rate_limited') this.pause(nowMs, askedMs, isNews);
    if (verdict === 'answered' || verdict === 'unknown' || !isNews) return;
    this.limit = Math.max(Math.floor(this.limit / 2), 1);
    this.narrowings += 1;
    this.answersInRound = 0;
    if (verdict === 'rate_limited') this.pace.limited(nowMs, this.pausedUntil);
  }

  private pause(nowMs: number, askedMs: number, isNews: boolean): void {
    if (isNews) this.pauses += 1;
    const pauseMs = Math.max(askedMs, isNews ? backoffMs(this.pauses) : 0);
    this.pausedUntil = Math.max(this.pausedUntil, nowMs + pauseMs);
  }

  private answered(nowMs: number): void {
    this.answeredAt = nowMs;
    this.pauses = 0;
    this.widen();
  }

  private widen(): void {
    this.pace.answered();
    this.answersInRound += 1;
    if (this.answersInRound < this.limit) return;
    this.answersInRound = 0;
    this.limit = Math.min(this.limit + 1, this.workers);
  }
}
