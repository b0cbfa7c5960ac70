// Preloaded into the connector with NODE_OPTIONS. Its waits end at once, and its clock then shows the time at which they
// would have ended: it sees the pauses that it makes, only nobody sits through them. How long each must be is said by the
// unit tests of retry and gate. With `?minute=500` what is given up after seconds or a minute is given up after 500 ms at
// most; that clock is not touched, for nothing but the time itself depends on it.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const longestWaitMs = 2;
const minuteMs = 60_000;
const givenUpAfterMs = Number(new URL(import.meta.url).searchParams.get('minute') ?? minuteMs);

let skippedMs = 0;
const now = performance.now.bind(performance);
performance.now = () => now() + skippedMs;

const wait = timers.setTimeout;
timers.setTimeout = async (ms, ...rest) => {
  const endMs = performance.now() + ms;
  const value = await wait(Math.min(ms, longestWaitMs), ...rest);
  // Waits overlap: what another one has skipped meanwhile has passed for this one, too.
  skippedMs += Math.max(endMs - performance.now(), 0);
  return value;
};
syncBuiltinESMExports();

const { setTimeout } = globalThis;
globalThis.setTimeout = (callback, ms, ...rest) =>
  setTimeout(callback, ms > 1_000 ? Math.min(ms, givenUpAfterMs) : ms, ...rest);
