import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { dayOf, parseDate, parseInstant } from '../../emulator/world/billing-days';
import type { Switches } from '../../emulator/world/switches';

const range = { from: '2026-08-01', to: '2026-11-20' };

interface Person {
  readonly user_id: string;
  readonly date: string;
}

interface Session {
  readonly user_id: string | null;
  readonly created_at: string;
  readonly pull_requests: readonly object[];
}

/** How many days after the latest session with pull requests, up to ten, each user has some. Infinity if there is none. */
function daysAfterSession(emulator: Emulator): number[] {
  const sessions = emulator.truth('sessions', 'enterprise', {
    after: '2026-07-01T00:00:00Z',
  }) as unknown as Session[];
  const days = new Set(
    sessions
      .filter(({ pull_requests: pullRequests }) => pullRequests.length > 0)
      .map(({ user_id: id, created_at: at }) => `${id ?? ''} ${dayOf(parseInstant(at))}`),
  );
  const rows = emulator.truth('daily_user_pr_metrics', 'enterprise', range) as unknown as Person[];
  return rows.map(({ user_id: id, date }) => {
    const lags = Array.from({ length: 11 }, (_, lag) => lag);
    return lags.find((lag) => days.has(`${id} ${parseDate(date) - lag}`)) ?? Infinity;
  });
}

/** A few people who seldom work, so that a day after a session is seldom a day of another session. */
async function lagsUnder(switches: Partial<Switches>): Promise<number[]> {
  const emulator = await startEmulator({ users: 60, activity: { users: 1, days: 0.03 }, switches });
  try {
    const lags = daysAfterSession(emulator);
    expect(lags.length).toBeGreaterThan(40);
    return lags;
  } finally {
    await emulator.close();
  }
}

function share(lags: readonly number[], isCounted: (lag: number) => boolean): number {
  return lags.filter(isCounted).length / lags.length;
}

test('pull requests are created on the day of their session', async () => {
  expect(share(await lagsUnder({}), (lag) => lag === 0)).toBe(1);
});

test('pull requests are created up to three days after their session, most of them soon', async () => {
  const lags = await lagsUnder({ pullRequestDays: 'within-3-days' });
  expect(share(lags, (lag) => lag <= 3)).toBe(1);
  for (const lag of [0, 1, 2, 3]) expect(lags).toContain(lag);
  expect(share(lags, (lag) => lag <= 1)).toBeGreaterThan(0.5);
});

test('pull requests are created a week after their session', async () => {
  const lags = await lagsUnder({ pullRequestDays: 'a-week-later' });
  expect(share(lags, (lag) => lag === 7 || lag === 8)).toBeGreaterThan(0.7);
});

test('some pull requests belong to no session', async () => {
  const lags = await lagsUnder({ pullRequestsWithoutSession: true });
  expect(share(lags, (lag) => lag === 0)).toBeLessThan(0.8);
});
