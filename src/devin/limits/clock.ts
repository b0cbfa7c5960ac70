import { setTimeout as wait } from 'node:timers/promises';

/** Time as this folder sees it. */
export interface Clock {
  /** Milliseconds since the epoch; never goes back. */
  readonly now: () => number;
  /** Ends after `ms`; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The real one. It does not follow corrections of the system's clock, which would lengthen or cut waits. */
export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};
