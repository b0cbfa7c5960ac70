import { setMaxListeners } from 'node:events';
import { withAttempts } from '../../../src/devin/limits/attempts';
import { DevinError } from '../../../src/devin/errors';
import { Gate } from '../../../src/devin/limits/gate';
import { GatePolicy } from '../../../src/devin/limits/gate-policy';
import { defaultRetryPolicy, type RetryPolicy } from '../../../src/devin/limits/retry';
import { bucket, fixedWindow, RateLimitedServer, slidingWindow, type Limiter } from './rate-limited-server';
import { VirtualTime } from './virtual-time';

const minuteMs = 60_000;
type Attempt = () => Promise<unknown>;

/** A client without a network, in virtual time. */
function clientInVirtualTime(workers = 8) {
  const time = new VirtualTime();
  const startMs = time.now();
  const stop = new AbortController().signal;
  setMaxListeners(0, stop);
  const gate = new Gate(new GatePolicy(workers, startMs), time, stop);
  const shared = {
    gate,
    clock: time,
    stop,
    random: () => 0.5,
    log: () => undefined,
    onWait: () => undefined,
  };
  const call = (attempt: Attempt, limits: Partial<RetryPolicy> = {}, path = '/') => {
    const request = { method: 'GET', path, host: 'api.devin.test' } as const;
    return withAttempts({ request, policy: { ...defaultRetryPolicy, ...limits }, attempt }, shared);
  };
  return { time, call, sinceStartMs: () => time.now() - startMs };
}

const refusal = (status: number, retryAfter?: string) =>
  new DevinError({
    outcome: status === 429 ? 'rate_limited' : 'server_error',
    ...{ status, answered: `${status}`, retryAfter },
  });

/** How a call ends: its error, or undefined. */
const failureOf = (work: Promise<unknown>): Promise<DevinError | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => error as DevinError,
  );

describe('600 calls of 20 streams, each with up to a dozen calls at once', () => {
  const limiters: [string, (perMinute: number) => Limiter][] = [
    ['a bucket of a minute', (perMinute) => bucket(() => perMinute / 60, perMinute)],
    ['a bucket of one', (perMinute) => bucket(() => perMinute / 60, 1)],
    ['a window of a minute', (perMinute) => fixedWindow(perMinute, minuteMs)],
    ['a sliding minute', (perMinute) => slidingWindow(perMinute, minuteMs)],
  ];
  const cases = [60, 12, 6].flatMap((perMinute) =>
    limiters.flatMap(([name, limiter]) =>
      [undefined, '1'].map((retryAfter) => [perMinute, name, retryAfter, limiter(perMinute)] as const),
    ),
  );

  it.each(cases)(
    'all succeed at %i a minute, %s, Retry-After %s: few are refused, and little time is lost',
    async (perMinute, _name, retryAfter, limiter) => {
      const { time, call, sinceStartMs } = clientInVirtualTime();
      const server = new RateLimitedServer(time, {
        ...{ limiter, latencyMs: () => 200 },
        ...(retryAfter !== undefined && { retryAfter: () => retryAfter }),
      });
      const stream = async () => {
        let left = 30;
        const worker = async () => {
          while (left > 0) {
            left -= 1;
            await call(() => server.get());
          }
        };
        await Promise.all(Array.from({ length: 12 }, worker));
      };
      await time.until(Promise.all(Array.from({ length: 20 }, stream)));
      expect(server.servedAtMs).toHaveLength(600);
      expect(server.refusedAtMs.length).toBeLessThan(130);
      expect(sinceStartMs()).toBeLessThan(1.35 * (600 / perMinute) * minuteMs);
    },
  );
});

describe('Devin is overloaded', () => {
  it.each<[string, number, string | undefined, number]>([
    ['429 that asks for a second, for 15 s', 429, '1', 15_000],
    ['429 that asks for nothing, for 15 s', 429, undefined, 15_000],
    ['503 that asks for a second, for 20 s', 503, '1', 20_000],
    ['503 that asks for nothing, for 20 s', 503, undefined, 20_000],
    ['429 for 14 minutes', 429, '1', 14 * minuteMs],
    ['503 for 14 minutes', 503, undefined, 14 * minuteMs],
  ])(
    '%s: no call fails, and all calls are answered soon after',
    async (_name, status, retryAfter, untilMs) => {
      const { time, call, sinceStartMs } = clientInVirtualTime();
      const attempt = async () => {
        await time.sleep(50);
        if (sinceStartMs() < untilMs) throw refusal(status, retryAfter);
      };
      await time.until(Promise.all(Array.from({ length: 40 }, () => call(attempt))));
      expect(sinceStartMs()).toBeLessThan(untilMs + 75_000);
    },
  );

  it.each([429, 503])('always %i: a quarter of an hour from the first request', async (status) => {
    const { time, call, sinceStartMs } = clientInVirtualTime();
    const error = await time.until(failureOf(call(() => Promise.reject(refusal(status, '0.1')))));
    expect(error).toMatchObject({ status, isPassing: true, usedUpItsTime: true });
    expect(sinceStartMs()).toBeGreaterThanOrEqual(15 * minuteMs);
    expect(sinceStartMs()).toBeLessThan(16 * minuteMs + 1);
  });

  it.each([429, 503])(
    'always %i, but others are answered: a quarter of an hour after them',
    async (status) => {
      const { time, call, sinceStartMs } = clientInVirtualTime();
      const refused = failureOf(call(() => Promise.reject(refusal(status, '0.1'))));
      const answeredUntilMs = 40 * minuteMs;
      const others = async () => {
        while (sinceStartMs() < answeredUntilMs) await call(() => time.sleep(30_000));
      };
      const [error] = await time.until(Promise.all([refused, others()]));
      expect(error).toMatchObject({ status, usedUpItsTime: true });
      expect(sinceStartMs()).toBeGreaterThanOrEqual(answeredUntilMs + 15 * minuteMs);
      expect(sinceStartMs()).toBeLessThan(answeredUntilMs + 18 * minuteMs);
    },
  );

  it('the time of a call does not start in the queue', async () => {
    const { time, call, sinceStartMs } = clientInVirtualTime(1);
    const first = call(() => time.sleep(20 * minuteMs));
    let tries = 0;
    const second = call(() => ((tries += 1) <= 10 ? Promise.reject(refusal(503)) : Promise.resolve()));
    await time.until(Promise.all([first, second]));
    expect(tries).toBe(11);
    expect(sinceStartMs()).toBeGreaterThan(20 * minuteMs);
  });

  it.each(['0.1', '5'])(
    'one endpoint always answers 429 (Retry-After %s): other endpoints finish long before it',
    async (retryAfter) => {
      const { time, call, sinceStartMs } = clientInVirtualTime();
      const ill = Array.from({ length: 4 }, () =>
        failureOf(call(() => Promise.reject(refusal(429, retryAfter)), {}, '/ill')),
      );
      let healthyDoneMs = 0;
      const healthy = async () => {
        for (let page = 0; page < 100; page += 1) await call(() => time.sleep(100), {}, '/healthy');
        healthyDoneMs = sinceStartMs();
      };
      const [, ...errors] = await time.until(Promise.all([healthy(), ...ill]));
      expect(healthyDoneMs).toBeLessThan(5 * minuteMs);
      expect(errors.map((error) => error?.outcome)).toEqual(Array(4).fill('rate_limited'));
    },
  );
});

describe('Devin fails', () => {
  const kinds: [string, () => DevinError][] = [
    ['500', () => refusal(500)],
    ['502', () => refusal(502)],
    ['a broken connection', () => new DevinError({ outcome: 'network' })],
    ['an answer that is not of Devin', () => new DevinError({ outcome: 'not_devin', status: 200 })],
  ];

  it.each(kinds)(
    'always %s: retried for at least two minutes, then the last failure',
    async (_name, failure) => {
      const { time, call, sinceStartMs } = clientInVirtualTime();
      const error = await time.until(failureOf(call(() => Promise.reject(failure()))));
      expect(error).toMatchObject({ outcome: failure().outcome, isPassing: true, usedUpItsTime: true });
      expect(sinceStartMs()).toBeGreaterThanOrEqual(2 * minuteMs);
      expect(sinceStartMs()).toBeLessThan(4 * minuteMs);
    },
  );

  it.each(kinds)('%s for 110 s: no call fails', async (_name, failure) => {
    const { time, call, sinceStartMs } = clientInVirtualTime();
    const attempt = () => (sinceStartMs() < 110_000 ? Promise.reject(failure()) : Promise.resolve());
    await time.until(Promise.all(Array.from({ length: 20 }, () => call(attempt))));
  });

  it('no answer within a minute: retried for two minutes from the first failure', async () => {
    const { time, call, sinceStartMs } = clientInVirtualTime();
    const attempt = async () => {
      await time.sleep(minuteMs);
      throw new DevinError({ outcome: 'timeout' });
    };
    expect(await time.until(failureOf(call(attempt)))).toMatchObject({ usedUpItsTime: true });
    expect(sinceStartMs()).toBeGreaterThanOrEqual(3 * minuteMs);
  });

  it('the two minutes start again after an overload, and pauses of others do not shorten them', async () => {
    const { time, call } = clientInVirtualTime();
    const answers = [500, 429, 500, 500, 500];
    const attempt = () => {
      const status = answers.shift();
      return status === undefined ? Promise.resolve() : Promise.reject(refusal(status, '300'));
    };
    // A wait of five minutes for each: a longer total is allowed only if the time starts again for each.
    expect(await time.until(failureOf(call(attempt)))).toMatchObject({ status: 500 });
    expect(answers).toHaveLength(1);
  });

  it('a certificate that is not trusted is not retried', async () => {
    const { time, call, sinceStartMs } = clientInVirtualTime();
    const attempt = () => Promise.reject(new DevinError({ outcome: 'network', failureType: 'config_error' }));
    expect(await time.until(failureOf(call(attempt)))).toMatchObject({
      isPassing: false,
      usedUpItsTime: false,
    });
    expect(sinceStartMs()).toBe(0);
  });
});

describe('a call with a total time limit', () => {
  it('does not wait in the queue for longer', async () => {
    const { time, call, sinceStartMs } = clientInVirtualTime(1);
    void call(() => time.sleep(minuteMs));
    const error = await time.until(failureOf(call(() => Promise.resolve(), { totalMs: 10_000 })));
    expect(error).toMatchObject({ outcome: 'timeout', code: 'unreachable', usedUpItsTime: false });
    expect(error?.message).toContain('the requests before it took too long');
    expect(sinceStartMs()).toBeLessThanOrEqual(10_001);
  });

  it('gives each attempt the rest of its time', async () => {
    const { time, call } = clientInVirtualTime();
    const left: number[] = [];
    const attempt = (timeLeftMs?: number) => {
      left.push(timeLeftMs ?? 0);
      return Promise.reject(refusal(500));
    };
    await time.until(failureOf(call(attempt, { totalMs: 3_000 })));
    expect(left).toHaveLength(3);
    expect(left[0]).toBe(3_000);
    expect(left.every((ms, index) => index === 0 || ms < (left[index - 1] ?? 0))).toBe(true);
  });
});
