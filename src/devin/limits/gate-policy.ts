import { Pace } from './pace';
import { backoffMs } from './retry';

/**
 * What the end of a request tells about the server: it answered, it refused because of its rate limit, it is
 * overloaded, or nothing.
 */
export type Verdict = 'answered' | 'rate_limited' | 'overloaded' | 'unknown';

/** A pause takes at most this share of the time without an answer, unless Devin asks for more: so its end is noticed soon. */
const shareOfStorm = 0.25;

/** A request in flight, with the number of earlier reductions of the limit at its start. */
export interface Slot {
  readonly narrowings: number;
}

/**
 * Decides when the next request may start. It has no clock and no timer.
 *
 * At most `limit` requests are in flight, at first one for each worker. A 429 or 503 halves the limit, once for all
 * requests that were in flight together. It grows by one after as many answers as it allows. A 429 also pauses all
 * requests, for as long as Devin asks. After the pause, one request tries. If it is refused too, the next pause is
 * longer. If it is answered, requests start at the learned pace.
 */
export class GatePolicy {
  private limit: number;
  private inFlight = 0;
  private answersInRound = 0;
  private narrowings = 0;
  /** The number of pauses since the last answer to a request that started after a pause. */
  private pauses = 0;
  private pausedUntil = 0;
  private answeredAt = Number.NEGATIVE_INFINITY;
  private lastEndMs: number;
  private readonly pace: Pace;

  constructor(
    private readonly workers: number,
    nowMs: number,
  ) {
    this.limit = workers;
    this.lastEndMs = nowMs;
    this.pace = new Pace(nowMs);
  }

  /** No request starts before this time, because Devin asked for a pause. */
  get pausedUntilMs(): number {
    return this.pausedUntil;
  }

  /** When a request was last answered. Minus infinity before the first answer. */
  get answeredAtMs(): number {
    return this.answeredAt;
  }

  /** No request starts before this time, because of a pause or the pace. */
  get notBeforeMs(): number {
    return Math.max(this.pausedUntil, this.pace.nextStartMs);
  }

  /** When the next request may start. Infinity while it depends on the end of another request. */
  get nextStartMs(): number {
    const most = this.pauses > 1 ? 1 : this.limit;
    return this.inFlight < most ? this.notBeforeMs : Number.POSITIVE_INFINITY;
  }

  start(nowMs: number): Slot {
    if (this.inFlight === 0) this.pace.idled(Math.max(nowMs - Math.max(this.notBeforeMs, this.lastEndMs), 0));
    this.inFlight += 1;
    this.pace.started(nowMs);
    return { narrowings: this.narrowings };
  }

  /** Call it once for each started request. A 429 may ask for a pause. */
  end(slot: Slot, verdict: Verdict, nowMs: number, askedMs = 0): void {
    this.inFlight -= 1;
    this.lastEndMs = nowMs;
    const isNews = slot.narrowings === this.narrowings;
    if (verdict === 'answered') this.answered(nowMs, isNews);
    if (verdict === 'rate_limited') this.pause(nowMs, askedMs, isNews);
    if (verdict === 'answered' || verdict === 'unknown' || !isNews) return;
    this.limit = Math.max(Math.floor(this.limit / 2), 1);
    this.narrowings += 1;
    this.answersInRound = 0;
    if (verdict === 'rate_limited') this.pace.limited(nowMs, this.pausedUntil);
  }

  private pause(nowMs: number, askedMs: number, isNews: boolean): void {
    if (isNews) this.pauses += 1;
    const longestMs = Math.max(shareOfStorm * (nowMs - this.answeredAt), backoffMs(1));
    const pauseMs = Math.max(askedMs, isNews ? Math.min(backoffMs(this.pauses), longestMs) : 0);
    this.pausedUntil = Math.max(this.pausedUntil, nowMs + pauseMs);
  }

  private answered(nowMs: number, isNews: boolean): void {
    this.answeredAt = nowMs;
    // A request that started before the pause tells nothing about its end.
    if (isNews) this.pauses = 0;
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
