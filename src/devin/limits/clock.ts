import { setTimeout as wait } from 'node:timers/promises';

/** The time for this folder. */
export interface Clock {
  /** Milliseconds since the epoch. Never goes back. */
  readonly now: () => number;
  /** Resolves after `ms`. Rejects if the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The real clock. It ignores corrections of the system clock, which would change the length of waits. */
export const realClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
};
