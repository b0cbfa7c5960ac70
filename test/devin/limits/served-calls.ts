import { setMaxListeners } from 'node:events';
import { withAttempts } from '../../../src/devin/limits/attempts';
import { Gate } from '../../../src/devin/limits/gate';
import { GatePolicy } from '../../../src/devin/limits/gate-policy';
import { defaultRetryPolicy } from '../../../src/devin/limits/retry';
import { RateLimitedServer, type Limiter } from './rate-limited-server';
import { VirtualTime } from './virtual-time';

const request = { method: 'GET', path: '/', host: 'api.devin.test' } as const;

export interface Work {
  readonly calls: number;
  readonly workers: number;
  readonly latencyMs: number;
  /** Gets the time since the start. */
  readonly limiter: Limiter;
  readonly retryAfter?: string;
}

/** A stream's calls as it makes them, four more at once than there are workers; how long they all took, in virtual time. */
export async function secondsFor({ calls, workers, latencyMs, limiter, retryAfter }: Work) {
  const time = new VirtualTime();
  const startMs = time.now();
  const server = new RateLimitedServer(time, {
    limiter: (nowMs) => limiter(nowMs - startMs),
    latencyMs: () => latencyMs,
    ...(retryAfter !== undefined && { retryAfter: () => retryAfter }),
  });
  const stop = new AbortController().signal;
  setMaxListeners(0, stop);
  const gate = new Gate(new GatePolicy(workers, startMs), time, stop);
  const random = () => 0.5;
  const shared = { gate, clock: time, random, stop, log: () => undefined, onWait: () => undefined };
  const call = { request, policy: defaultRetryPolicy, attempt: () => server.get() };
  let left = calls;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      await withAttempts(call, shared);
    }
  };
  await time.until(Promise.all(Array.from({ length: workers + 4 }, caller)));
  return { seconds: (time.now() - startMs) / 1000, server };
}
