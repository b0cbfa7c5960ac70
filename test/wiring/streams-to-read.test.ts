import { setMaxListeners } from 'node:events';
import { withAttempts, type Surroundings } from '../../src/devin/limits/attempts';
import type { DevinClient } from '../../src/devin/calls';
import type { Query } from '../../src/devin/http/query';
import { DevinError } from '../../src/devin/errors';
import { Gate } from '../../src/devin/limits/gate';
import { GatePolicy } from '../../src/devin/limits/gate-policy';
import { defaultRetryPolicy } from '../../src/devin/limits/retry';
import { streams } from '../../src/streams';
import { addDays, countDays, dayOfTimestamp, eachDay } from '../../src/sync/days';
import { streamsToRead } from '../../src/wiring/streams-to-read';
import { bucket } from '../devin/limits/rate-limited-server';
import { VirtualTime } from '../devin/limits/virtual-time';
import { scope } from '../sync/read-context';

const firstDay = '2026-10-12';
const lastDay = '2026-11-20';
const now = new Date('2026-11-21T09:00:00Z');
const userIds = Array.from({ length: 60 }, (_, index) => `user-${index}`);

/** How many pull requests a user made on a day: three, on three days in ten. */
function pullRequests(user: number, day: number): number {
  return (user * 7919 + day * 104_729) % 10 < 3 ? 3 : 0;
}

/** Devin with a rate limit of one request a second, behind the gate and the retries of the connector. */
class SlowDevin implements DevinClient {
  private readonly limiter = bucket(() => 1, 1);
  private readonly surroundings: Surroundings;

  constructor(private readonly time: VirtualTime) {
    const stop = new AbortController().signal;
    setMaxListeners(0, stop);
    const gate = new Gate(new GatePolicy(8, time.now()), time, stop);
    const shared = { gate, clock: time, stop, random: () => 0.5 };
    this.surroundings = { ...shared, log: () => undefined, onWait: () => undefined };
  }

  get(path: string, query: Query = {}): Promise<unknown> {
    const request = { method: 'GET', path, host: 'devin.example.com' } as const;
    const attempt = async () => {
      await this.time.sleep(100);
      if (this.limiter(this.time.now())) return answerTo(query);
      throw new DevinError({ outcome: 'rate_limited', status: 429, retryAfter: '1' });
    };
    return withAttempts({ request, policy: defaultRetryPolicy, attempt }, this.surroundings);
  }

  async *pages(path: string): AsyncGenerator<unknown[]> {
    const isList = path === scope.path('members', 'users');
    yield Promise.resolve(isList ? userIds.map((user_id) => ({ user_id })) : []);
  }
}

function answerTo({ time_after: after, time_before: before, user_ids: ids = [] }: Query): object {
  const day = (seconds: unknown) => dayOfTimestamp(new Date(Number(seconds) * 1000).toISOString());
  const days = eachDay(day(after), addDays(day(before), -1)).map((each) => countDays('2026-01-01', each));
  const users = (ids as string[]).map((id) => userIds.indexOf(id)).filter((user) => user >= 0);
  const count = users.flatMap((user) => days.map((each) => pullRequests(user, each)));
  const created = count.reduce((sum, each) => sum + each, 0);
  return { prs_created_count: created, prs_opened_count: 0, prs_merged_count: 0, prs_closed_count: 0 };
}

test('a stream that takes hours under a low rate limit is read completely: its own queue does not count as waiting', async () => {
  const time = new VirtualTime();
  const startMs = time.now();
  const [stream] = streamsToRead([{ name: 'daily_user_pr_metrics', isIncremental: true }], {
    client: new SlowDevin(time),
    settings: {
      scope: 'enterprise',
      apiKey: 'cog_slow',
      orgId: undefined,
      apiUrl: 'https://devin.example.com',
      startDate: firstDay,
      endDate: undefined,
      consumptionLookbackDays: 7,
      metricsLookbackDays: 28,
      numWorkers: 8,
      allowMissingPermissions: false,
      now: () => now,
    },
    start: () => Promise.resolve({ scope, now, completeUntil: now }),
    streams,
    states: new Map(),
    log: () => undefined,
    fatalError: () => undefined,
  });
  const read = async () => {
    const reading = await stream?.open();
    const found: unknown[] = [];
    for await (const rows of reading?.rows ?? []) {
      found.push(...(rows as { user_id: string; date: string }[]).map((row) => `${row.user_id} ${row.date}`));
    }
    return { found, state: reading?.state };
  };
  const { found, state } = await time.until(read());
  const expectedRows = userIds.flatMap((id, user) =>
    eachDay(firstDay, lastDay)
      .filter((day) => pullRequests(user, countDays('2026-01-01', day)) > 0)
      .map((day) => `${id} ${day}`),
  );
  expect(found.sort()).toEqual(expectedRows.sort());
  expect(state).toMatchObject({ synced_through: lastDay });
  // Much longer than a single request may wait.
  expect(time.now() - startMs).toBeGreaterThan(2 * defaultRetryPolicy.busyMs);
});
