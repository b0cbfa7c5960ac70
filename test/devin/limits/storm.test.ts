import { bucket } from './rate-limited-server';
import { secondsFor } from './served-calls';

const calls = 2_000;

describe('two storms of 429 in 2,000 calls', () => {
  const [workers, latencyMs] = [16, 60];
  const boundSeconds = (calls * latencyMs) / workers / 1000;

  /** When the second storm begins depends on how long the first one was. */
  it.each<
    [stormSeconds: number, retryAfter: string | undefined, from: number, calmSeconds: number, most: number]
  >([
    [15, '1', 1, 4, 1.2],
    [15, '1', 2, 6, 1.2],
    [15, '1', 2.5, 2, 1.2],
    [15, '1', 4, 1.2, 1.2],
    [15, '1', 4, 0.2, 1.2],
    [15, undefined, 2, 6, 1.3],
    [9, '1', 2, 6, 1.3],
    [17, '1', 2.5, 2, 1.3],
    [25, '1', 3, 0.5, 1.3],
    [17, undefined, 1, 4, 1.3],
  ])(
    'of %i s, with Retry-After %s, after %d s, and again after %d s: no more than %d times the storms and the bound',
    async (stormSeconds, retryAfter, from, calmSeconds, most) => {
      const starts = [from, from + stormSeconds + calmSeconds];
      const isStorm = (ms: number) =>
        starts.some((start) => ms >= start * 1_000 && ms < (start + stormSeconds) * 1_000);
      const { seconds, server } = await secondsFor({
        ...{ calls, workers, latencyMs, limiter: (ms) => !isStorm(ms) },
        ...(retryAfter !== undefined && { retryAfter }),
      });
      expect(server.servedAtMs).toHaveLength(calls);
      expect(seconds).toBeGreaterThan(2 * stormSeconds + boundSeconds);
      expect(seconds).toBeLessThan(most * (2 * stormSeconds + boundSeconds));
    },
  );
});

it.each([1_700, 1_900, 2_000, 2_150])(
  '%i calls at 20, then 10, then 40 a second take at most 1.15 times what the limit allows',
  async (count) => {
    const perSecond = (ms: number) => (ms < 45_000 ? 20 : ms < 90_000 ? 10 : 40);
    // A full bucket, 45 s at 20, 45 s at 10, and the rest at 40.
    const boundSeconds = 90 + (count - 20 - 45 * 20 - 45 * 10) / 40;
    const limiter = bucket(perSecond, 20);
    const { seconds } = await secondsFor({
      calls: count,
      workers: 16,
      latencyMs: 30,
      limiter,
      retryAfter: '1',
    });
    expect(seconds).toBeLessThan(1.15 * boundSeconds);
  },
);
