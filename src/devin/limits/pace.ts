/** Requests are spaced this much below the learnt rate at first, … */
const caution = 0.05;
/** … reach it after this time, or so many requests, and exceed it as far after twice the time. */
const shortestRecoveryMs = 6_000;
const requestsPerRecovery = 80;
const longestRecoveryMs = 120_000;
/** So few requests a minute that these take longer are learnt with more patience: each refusal costs a whole pause. */
const longestSlowRecoveryMs = 900_000;
/** Where that is served, too, the limit has changed: the rate grows so many times in each such time. */
const growth = 8;
/** The longer a pause costs, the rarer it should be: recovery takes so many times the pause. */
const recoveryPerPause = 10;
/** One limit alone does not lower the rate below this share. */
const deepestCut = 0.8;
/** Fewer answers than this say nothing about a rate. */
const fewestAnswers = 5;
/** A measure at least this long is precise enough for the next one to begin. */
const shortestMeasureMs = 5_000;

/**
 * Learns, from rate limit to rate limit, how many requests per second Devin serves, and spaces requests evenly at that rate.
 * Between two moments at which the limit was exhausted the server gave out exactly what it allows, so answers
 * divided by time is its rate, whether it counts by bucket or by window. The rate then grows as the cube of time
 * (as CUBIC does for TCP), slowly while near the learnt rate, and exponentially once that has proved too low.
 */
export class Pace {
  private perMs = Number.POSITIVE_INFINITY;
  private learntAtMs = 0;
  /** How long the last rate limit made everybody wait. */
  private pauseMs = 0;
  private nextStart = 0;
  private answers = 0;
  private answeredSinceLimit = false;
  private measuredFromMs: number;

  constructor(nowMs: number) {
    this.measuredFromMs = nowMs;
  }

  /** When the next request may start, by the clock of the caller. */
  get nextStartMs(): number {
    return this.nextStart;
  }

  started(nowMs: number): void {
    const spacingMs = 1 / this.ratePerMs(nowMs);
    // A timer that fires late may be made up for, by one request at most.
    this.nextStart = Math.max(this.nextStart, nowMs - spacingMs) + spacingMs;
  }

  answered(): void {
    this.answers += 1;
    this.answeredSinceLimit = true;
  }

  /** Nobody wanted anything for so long: that time says nothing about the server. */
  idled(durationMs: number): void {
    this.measuredFromMs += durationMs;
  }

  /** The rate limit was hit; requests may start again at `resumeMs`. */
  limited(nowMs: number, resumeMs: number): void {
    const rateInForce = this.ratePerMs(nowMs);
    this.learntAtMs = resumeMs;
    this.pauseMs = resumeMs - nowMs;
    // A limit that lasts is no news about the rate.
    if (!this.answeredSinceLimit || this.answers < fewestAnswers) return;
    const isFirst = this.perMs === Number.POSITIVE_INFINITY;
    const measuredMs = Math.max(nowMs - this.measuredFromMs, 1);
    const measured = this.answers / measuredMs;
    this.perMs = Math.max(measured, Math.min(deepestCut * rateInForce, 2 * measured));
    this.answeredSinceLimit = false;
    if (!isFirst && measuredMs < shortestMeasureMs) return;
    this.answers = 0;
    this.measuredFromMs = nowMs;
  }

  private get recoveryMs(): number {
    const byPauseMs = Math.min(recoveryPerPause * this.pauseMs, longestRecoveryMs);
    const byRequestsMs = Math.min(requestsPerRecovery / this.perMs, longestSlowRecoveryMs);
    return Math.max(byPauseMs, byRequestsMs, shortestRecoveryMs);
  }

  private ratePerMs(nowMs: number): number {
    const sinceRecovery = Math.max(nowMs - this.learntAtMs, 0) / this.recoveryMs - 1;
    const near = Math.min(sinceRecovery, 1);
    return this.perMs * (1 + caution * near ** 3) * growth ** (sinceRecovery - near);
  }
}
