import { setMaxListeners } from 'node:events';
import { withAttempts } from '../../../src/devin/limits/attempts';
import { Gate } from '../../../src/devin/limits/gate';
import { GatePolicy } from '../../../src/devin/limits/gate-policy';
import { defaultRetryPolicy } from '../../../src/devin/limits/retry';
import { bucket, fixedWindow, RateLimitedServer, slidingWindow, type Limiter } from './rate-limited-server';
import { VirtualTime } from './virtual-time';

const request = { method: 'GET', path: '/', host: 'api.devin.test' } as const;

interface Load {
  readonly limiter: (startMs: number) => Limiter;
  readonly workers: number;
  readonly latencyMs: number;
  readonly retryAfter?: string;
  readonly seconds: number;
}

/** Every worker asks again as soon as it is answered; answers what the server saw, by second of the run. */
async function run({ limiter, workers, latencyMs, retryAfter, seconds }: Load) {
  const time = new VirtualTime();
  const startMs = time.now();
  const random = pseudoRandom(7);
  const server = new RateLimitedServer(time, {
    limiter: limiter(startMs),
    latencyMs: () => latencyMs * (0.9 + random() / 5),
    ...(retryAfter !== undefined && { retryAfter: () => retryAfter }),
  });
  const stop = new AbortController().signal;
  setMaxListeners(0, stop);
  const gate = new Gate(new GatePolicy(workers, startMs), time, stop);
  const shared = { gate, clock: time, random, stop, log: () => undefined, onWait: () => undefined };
  const call = { request, policy: defaultRetryPolicy, attempt: () => server.get() };
  const worker = async () => {
    while (time.now() < startMs + seconds * 1_000) await withAttempts(call, shared);
  };
  await time.until(Promise.all(Array.from({ length: workers }, worker)));
  return (fromS: number, toS: number) => {
    const within = (ms: number) => ms >= startMs + fromS * 1_000 && ms < startMs + toS * 1_000;
    const served = server.servedAtMs.filter(within).length;
    const refused = server.refusedAtMs.filter(within).length;
    return { perSecond: served / (toS - fromS), refusedShare: refused / (served + refused) };
  };
}

function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const bucketOf20 = () => bucket(() => 20, 20);

describe('a server of 20 requests a second, settled after a minute: under 3 % refused, at least 87 % of its rate', () => {
  it.each<[string, Omit<Load, 'seconds'>]>([
    ['a bucket, no Retry-After', { limiter: bucketOf20, workers: 8, latencyMs: 50 }],
    ['a bucket, Retry-After', { limiter: bucketOf20, workers: 8, latencyMs: 50, retryAfter: '1' }],
    ['a bucket, very fast answers', { limiter: bucketOf20, workers: 8, latencyMs: 3, retryAfter: '1' }],
    ['a bucket, many workers', { limiter: bucketOf20, workers: 32, latencyMs: 50 }],
    ['a bucket, slow answers', { limiter: bucketOf20, workers: 32, latencyMs: 500, retryAfter: '1' }],
    [
      'a window of a second, no Retry-After',
      { limiter: () => fixedWindow(20, 1_000), workers: 8, latencyMs: 50 },
    ],
    [
      'a window of a second, Retry-After',
      { limiter: () => fixedWindow(20, 1_000), workers: 8, latencyMs: 50, retryAfter: '1' },
    ],
    [
      'a window of a minute, no Retry-After',
      { limiter: () => fixedWindow(1_200, 60_000), workers: 8, latencyMs: 200 },
    ],
    [
      'a sliding second, no Retry-After',
      { limiter: () => slidingWindow(20, 1_000), workers: 8, latencyMs: 50 },
    ],
  ])('%s', async (_name, load) => {
    const seen = (await run({ ...load, seconds: 420 }))(60, 420);
    expect(seen.refusedShare).toBeLessThan(0.03);
    expect(seen.perSecond).toBeGreaterThanOrEqual(0.87 * 20);
  });
});

it('the rate follows a limit that falls or rises', async () => {
  const limiter = (startMs: number) =>
    bucket((nowMs) => (nowMs < startMs + 150_000 ? 20 : nowMs < startMs + 300_000 ? 10 : 40), 20);
  const seen = await run({ limiter, workers: 8, latencyMs: 50, retryAfter: '1', seconds: 700 });
  for (const [fromS, toS, bound] of [
    [60, 150, 20],
    [180, 300, 10],
    [500, 700, 40],
  ] as const) {
    expect(seen(fromS, toS).refusedShare).toBeLessThan(0.03);
    expect(seen(fromS, toS).perSecond).toBeGreaterThanOrEqual(0.87 * bound);
  }
});

it('without a limit, all workers send requests all the time', async () => {
  const seen = (await run({ limiter: () => () => true, workers: 8, latencyMs: 50, seconds: 60 }))(5, 60);
  expect(seen.perSecond).toBeGreaterThan(0.97 * 160);
});

it('a single unexpected 429 does not slow the rate for long', async () => {
  let requests = 0;
  const limiter = () => () => (requests += 1) !== 500;
  const seen = await run({ limiter, workers: 8, latencyMs: 50, seconds: 120 });
  expect(seen(60, 120).perSecond).toBeGreaterThan(0.95 * 160);
});

describe('the number of requests in flight', () => {
  /** Starts as many as the policy allows at once. */
  const fill = (policy: GatePolicy, nowMs = 0) => {
    const slots = [];
    while (policy.nextStartMs <= nowMs) slots.push(policy.start(nowMs));
    return slots;
  };

  it.each([1, 7, 64])('is one for each worker at the start: %i', (workers) => {
    expect(fill(new GatePolicy(workers, 0))).toHaveLength(workers);
  });

  it('increases by one after each round of answers, up to the number of workers', () => {
    const policy = new GatePolicy(6, 0);
    for (const slot of fill(policy)) policy.end(slot, 'overloaded', 0);
    const widths = Array.from({ length: 6 }, () => {
      const slots = fill(policy);
      for (const slot of slots) policy.end(slot, 'answered', 0);
      return slots.length;
    });
    expect(widths).toEqual([3, 4, 5, 6, 6, 6]);
  });

  it('is one where a pause was too short, until the request that tries is answered', () => {
    const policy = new GatePolicy(8, 0);
    for (const slot of fill(policy)) policy.end(slot, 'rate_limited', 0);
    const tries = fill(policy, 500);
    expect(tries).toHaveLength(4);
    for (const slot of tries) policy.end(slot, 'rate_limited', 500);
    const again = fill(policy, 1_500);
    expect(again).toHaveLength(1);
    for (const slot of again) policy.end(slot, 'answered', 1_500);
    expect(fill(policy, 1_500)).toHaveLength(2);
  });

  it('counts no answer to a request from before the pause as its end', () => {
    const policy = new GatePolicy(8, 0);
    const [first, late, ...others] = fill(policy);
    if (!first || !late) throw new Error('Eight were to start');
    policy.end(first, 'rate_limited', 0);
    for (const slot of others) policy.end(slot, 'unknown', 0);
    const [tries, ...more] = fill(policy, 500);
    if (!tries) throw new Error('Some were to start');
    for (const slot of more) policy.end(slot, 'unknown', 500);
    policy.end(late, 'answered', 500);
    policy.end(tries, 'rate_limited', 500);
    expect(fill(policy, 1_500)).toHaveLength(1);
  });

  it('is halved once for all requests that were in flight', () => {
    const policy = new GatePolicy(16, 0);
    for (const slot of fill(policy)) policy.end(slot, 'overloaded', 0);
    expect(fill(policy, 500)).toHaveLength(8);
  });

  it('is never below one', () => {
    const policy = new GatePolicy(4, 0);
    for (let time = 0; time < 5; time += 1)
      for (const slot of fill(policy)) policy.end(slot, 'overloaded', 0);
    expect(fill(policy)).toHaveLength(1);
  });

  it('stays the same after a failure that is not about load', () => {
    const policy = new GatePolicy(8, 0);
    for (const slot of fill(policy)) policy.end(slot, 'unknown', 0);
    expect(fill(policy)).toHaveLength(8);
  });

  it('is zero until the longest requested pause is over', () => {
    const policy = new GatePolicy(8, 0);
    const [one, other] = fill(policy);
    if (!one || !other) throw new Error('Eight were to start');
    policy.end(one, 'rate_limited', 0, 3_000);
    policy.end(other, 'rate_limited', 0, 1_000);
    expect(policy.pausedUntilMs).toBe(3_000);
  });
});

it('the queue is served in order, and a retry keeps its place', async () => {
  const time = new VirtualTime();
  const gate = new Gate(new GatePolicy(1, time.now()), time, new AbortController().signal);
  const order: string[] = [];
  const first = gate.ticket();
  const slot = await gate.enter(first, Infinity);
  if (typeof slot === 'string') throw new Error('The first was to start');
  const others = ['second', 'third'].map(async (name) => {
    const entry = await gate.enter(gate.ticket(), Infinity);
    order.push(name);
    if (typeof entry !== 'string') gate.leave(entry, 'answered');
  });
  gate.leave(slot, 'unknown');
  const again = gate.enter(first, Infinity).then((entry) => {
    order.push('first');
    if (typeof entry !== 'string') gate.leave(entry, 'answered');
  });
  await Promise.all([...others, again]);
  expect(order).toEqual(['second', 'first', 'third']);
});

it('leaves no timer when no request waits any more', async () => {
  const time = new VirtualTime();
  const gate = new Gate(new GatePolicy(8, time.now()), time, new AbortController().signal);
  const one = await gate.enter(gate.ticket(), Infinity);
  const other = await gate.enter(gate.ticket(), Infinity);
  if (typeof one === 'string' || typeof other === 'string') throw new Error('Two were to start');
  gate.leave(one, 'rate_limited', 10_000);
  const waiting = gate.enter(gate.ticket(), time.now() + 20_000);
  expect(time.sleeping).toBe(1);
  gate.leave(other, 'rate_limited', 60_000);
  expect(await waiting).toBe('too_late');
  expect(time.sleeping).toBe(0);
});
