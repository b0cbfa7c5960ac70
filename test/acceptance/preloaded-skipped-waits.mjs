// Preloaded into the connector with NODE_OPTIONS. Nobody sits through its waits: while no request is in flight, its clock
// jumps to the end of the wait that ends first. So it sees the pauses that it makes, and a request takes only the time that
// really passes, however slow the machine is. How long each wait must be is said by the unit tests of retry and gate. With
// `?minute=500` what is given up after seconds or a minute is given up after 500 ms at most; that clock is not touched, for
// nothing but the time itself depends on it.
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const stepMs = 2;
const minuteMs = 60_000;
const givenUpAfterMs = Number(new URL(import.meta.url).searchParams.get('minute') ?? minuteMs);

let skippedMs = 0;
const now = performance.now.bind(performance);
performance.now = () => now() + skippedMs;

let inFlight = 0;
for (const protocol of [http, https]) {
  const { request } = protocol;
  protocol.request = (...options) => {
    const sent = request(...options);
    inFlight += 1;
    return sent.once('close', () => (inFlight -= 1));
  };
}

/** When each wait ends. */
const waits = new Set();
const wait = timers.setTimeout;
timers.setTimeout = async (ms, ...rest) => {
  const own = { endMs: performance.now() + ms };
  waits.add(own);
  try {
    for (;;) {
      const value = await wait(Math.min(ms, stepMs), ...rest);
      const nextEndMs = Math.min(...[...waits].map(({ endMs }) => endMs));
      if (inFlight === 0 && nextEndMs === own.endMs) skippedMs += Math.max(own.endMs - performance.now(), 0);
      if (performance.now() >= own.endMs) return value;
    }
  } finally {
    waits.delete(own);
  }
};
syncBuiltinESMExports();

const { setTimeout } = globalThis;
globalThis.setTimeout = (callback, ms, ...rest) =>
  setTimeout(callback, ms > 1_000 ? Math.min(ms, givenUpAfterMs) : ms, ...rest);
