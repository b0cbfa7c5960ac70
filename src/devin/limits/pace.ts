/** At first, requests are this much below the learned rate, … */
const caution = 0.05;
/** … they reach it after this time, or after this many requests. Half as much later they exceed it a little. */
const shortestRecoveryMs = 6_000;
const requestsPerRecovery = 80;
const longestRecoveryMs = 120_000;
/** A rate that is so low that these take longer is learned more slowly: each refusal costs a whole pause. */
const longestSlowRecoveryMs = 900_000;
const patience = 0.5;
/** If Devin serves that too, the limit has changed: the rate grows by this factor in each such time. */
const growth = 8;
/** Longer pauses should be rarer: recovery takes this many times the pause. */
const recoveryPerPause = 10;
/** A rate that is this many times lower than the one before is doubtful: the server may have refused everything. */
const doubtfulDrop = 4;
/** Recovery takes half of the time for each doubt, and each further measurement takes one away. */
const doubtsAtFirst = 3;
/** One measurement alone lowers the rate no further than this. It may come from a few answers between two storms. */
const deepestDrop = 16;
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
 *
 * A storm, in which the server refuses everything, looks like a low rate. So a rate that drops a lot is doubted at first.
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
  private lastMeasured = 0;
  private doubts = 0;

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
    this.learn(this.answers / measuredMs, rateInForce);
    this.answeredSinceLimit = false;
    if (!isFirst && measuredMs < shortestMeasureMs) return;
    this.answers = 0;
    this.measuredFromMs = nowMs;
  }

  private learn(measured: number, rateInForce: number): void {
    const isDoubtful = measured * doubtfulDrop < this.lastMeasured;
    this.doubts = isDoubtful ? doubtsAtFirst : Math.max(this.doubts - 1, 0);
    const cut = Math.max(measured, Math.min(deepestCut * rateInForce, 2 * measured));
    this.lastMeasured = Math.max(measured, this.lastMeasured / deepestDrop);
    this.perMs = Math.max(cut, this.lastMeasured);
  }

  private get recoveryMs(): number {
    const pauseMs = this.doubts === doubtsAtFirst ? 0 : this.pauseMs;
    const byPauseMs = Math.min(recoveryPerPause * pauseMs, longestRecoveryMs);
    const byRequestsMs = Math.min(requestsPerRecovery / this.perMs, longestSlowRecoveryMs);
    return Math.max(byPauseMs, byRequestsMs, shortestRecoveryMs) / 2 ** this.doubts;
  }

  private ratePerMs(nowMs: number): number {
    const sinceRecovery = Math.max(nowMs - this.learnedAtMs, 0) / this.recoveryMs - 1;
    const near = Math.min(sinceRecovery, patience);
    return this.perMs * (1 + caution * near ** 3) * growth ** (sinceRecovery - near);
  }
}
