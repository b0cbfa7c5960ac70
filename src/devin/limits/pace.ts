/** At first, requests are this much below the learned rate, … */
const caution = 0.05;
/** … they reach it after this time, or after this many requests, and exceed it as much after twice the time. */
const shortestRecoveryMs = 6_000;
const requestsPerRecovery = 80;
const longestRecoveryMs = 120_000;
/** A rate that is so low that these take longer is learned more slowly: each refusal costs a whole pause. */
const longestSlowRecoveryMs = 900_000;
/** If Devin serves that too, the limit has changed: the rate grows by this factor in each such time. */
const growth = 8;
/** Longer pauses should be rarer: recovery takes this many times the pause. */
const recoveryPerPause = 10;
/** One rate limit alone does not lower the rate below this share. */
const deepestCut = 0.8;
/** Fewer answers than this do not show a rate. */
const fewestAnswers = 5;
/** A measurement of at least this time is precise enough to start the next one. */
const shortestMeasureMs = 5_000;

/**
 * Learns from the rate limits how many requests per second Devin serves, and spaces requests evenly at that rate.
 * Between two moments at which the limit was used up, the server served exactly what it allows. So answers divided by
 * time is its rate, whether it counts by bucket or by window. Then the rate grows with the cube of time (as CUBIC
 * does for TCP). It grows slowly near the learned rate, and exponentially once that proved too low.
 */
export class Pace {
  private perMs = Number.POSITIVE_INFINITY;
  private learnedAtMs = 0;
  /** The pause of the last rate limit. */
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
    // A late timer may be made up for by at most one request.
    this.nextStart = Math.max(this.nextStart, nowMs - spacingMs) + spacingMs;
  }

  answered(): void {
    this.answers += 1;
    this.answeredSinceLimit = true;
  }

  /** No request was waiting for this time, so the time tells nothing about the server. */
  idled(durationMs: number): void {
    this.measuredFromMs += durationMs;
  }

  /** The rate limit was reached. Requests may start again at `resumeMs`. */
  limited(nowMs: number, resumeMs: number): void {
    const rateInForce = this.ratePerMs(nowMs);
    this.learnedAtMs = resumeMs;
    this.pauseMs = resumeMs - nowMs;
    // A limit that lasts tells nothing new about the rate.
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
    const sinceRecovery = Math.max(nowMs - this.learnedAtMs, 0) / this.recoveryMs - 1;
    const near = Math.min(sinceRecovery, 1);
    return this.perMs * (1 + caution * near ** 3) * growth ** (sinceRecovery - near);
  }
}
