import type { FaultKind } from '../../emulator/faults';
import type { Emulator } from '../../emulator/server';
import { Connection } from './connection';
import { coreStreams, scopes, withEmulator, type ScopeName } from './harness';
import { comparable, ordered, owedConsumption, owedMembers, owedMetrics } from './owed';
import type { Row } from './protocol';

const config = { start_date: '2026-11-12', consumption_lookback_days: 7, metrics_lookback_days: 5 };
const slowTestMs = 150_000;

/** Who is unlucky wherever one user is: an id that is hard to quote in a path. */
function unluckyUser({ world }: Emulator): string {
  return world.people[5]?.id ?? '';
}

function consumptionPath(emulator: Emulator): string {
  return `*/consumption/daily/users/${unluckyUser(emulator)}`;
}

function expectTruth(connection: Connection): void {
  const { emulator, scope } = connection;
  expect(ordered(comparable(connection.rows('members')))).toEqual(ordered(owedMembers(emulator, scope)));
  expect(ordered(connection.rows('daily_user_consumption'))).toEqual(
    ordered(owedConsumption(emulator, scope, { from: config.start_date, lookbackDays: 7 })),
  );
  expect(ordered(connection.rows('daily_pr_metrics'))).toEqual(
    owedMetrics(emulator, scope, { from: config.start_date, lookbackDays: 5 }),
  );
}

/** What passes when it is tried again. */
const passing: [name: string, fault: FaultKind][] = [
  ['429 without Retry-After', { kind: 'status', status: 429 }],
  ['429 with Retry-After in seconds', { kind: 'status', status: 429, retryAfter: 0.05 }],
  ['429 with Retry-After as a date', { kind: 'status', status: 429, retryAfter: { httpDateInSeconds: 1 } }],
  ['429 with a date in the past', { kind: 'status', status: 429, retryAfter: { httpDateInSeconds: -60 } }],
  ['429 with a negative Retry-After', { kind: 'status', status: 429, retryAfter: -5 }],
  ['429 with words in Retry-After', { kind: 'status', status: 429, retryAfter: 'in a moment' }],
  ['429 with an absurd Retry-After', { kind: 'status', status: 429, retryAfter: 1e9 }],
  ['408', { kind: 'status', status: 408 }],
  ['500', { kind: 'status', status: 500 }],
  ['502 with HTML', { kind: 'status', status: 502, body: 'html' }],
  ['503 with nothing', { kind: 'status', status: 503, body: 'empty', retryAfter: 0.05 }],
  ['504 with HTML', { kind: 'status', status: 504, body: 'html' }],
  ['200 with HTML', { kind: 'html200' }],
  ['an answer cut off', { kind: 'cut-off' }],
  ['half of the JSON', { kind: 'truncated-json' }],
  ['a reset connection', { kind: 'reset' }],
];

/** The fault strikes the first request to each of the paths, and nobody notices. */
async function expectRecovery(
  scope: ScopeName,
  kind: FaultKind,
  pathsOf: (emulator: Emulator) => readonly string[],
): Promise<void> {
  await withEmulator({}, async (emulator) => {
    const planned = pathsOf(emulator).map((path) => emulator.faults.add({ ...kind, path, occurrences: [1] }));
    const connection = await Connection.create(emulator, { scope, config });
    const run = await connection.sync();
    expect(run.exitCode).toBe(0);
    expect(planned.map(({ done }) => done)).toEqual(planned.map(() => 1));
    expectTruth(connection);
    // The destination would hide a row that came twice.
    for (const stream of coreStreams)
      expect(run.records(stream)).toHaveLength(connection.rows(stream).length);
  });
}

// These two wait for a minute, so they come first. What waits on a list would wait for another one.
describe('no answer at all, once: given up after a minute and tried again', () => {
  it.concurrent.each<[what: string, scope: ScopeName, pathsOf: (emulator: Emulator) => string[]]>([
    ['a list and pull requests', 'enterprise', () => ['*/members/idp-users', '*/metrics/prs']],
    ['one user', 'organization', (emulator) => [consumptionPath(emulator)]],
  ])('%s, in %s scope', (_, scope, pathsOf) => expectRecovery(scope, { kind: 'stall' }, pathsOf), slowTestMs);
});

describe.each(scopes)('once on each endpoint, in %s scope', (scope) => {
  const everywhere = (emulator: Emulator): string[] => [
    ...(scope === 'organization' ? ['/v3/self'] : []),
    ...['*/members/users', '*/members/idp-users', '*/metrics/prs', consumptionPath(emulator)],
  ];

  it.concurrent.each([...passing, ['a slow drip', { kind: 'slow-drip' }]] as typeof passing)(
    '%s: no row is lost or doubled',
    (_, kind) => expectRecovery(scope, kind, everywhere),
  );
});

type Says = [code: string, failureType: string, what: RegExp];
const unreachable = (what: RegExp): Says => ['unreachable', 'transient_error', what];
const undocumented = (what: RegExp): Says => ['', 'system_error', what];

/** What does not pass; where it could, it is tried as often as the client does. */
const lasting: [name: string, fault: FaultKind, says: Says][] = [
  ['429', { kind: 'status', status: 429, retryAfter: 0.05 }, ['rate_limited', 'transient_error', /429/]],
  [
    '500',
    { kind: 'status', status: 500, retryAfter: 0.05 },
    unreachable(/500 Internal Server Error .*6 times/),
  ],
  [
    '504 with HTML',
    { kind: 'status', status: 504, body: 'html', retryAfter: 0.05 },
    unreachable(/504 .*HTML/),
  ],
  ['400', { kind: 'status', status: 400 }, undocumented(/400 Bad Request/)],
  ['403', { kind: 'status', status: 403 }, ['invalid_permissions', 'config_error', /403 Forbidden .*View/]],
  ['other types', { kind: 'wrong-types' }, undocumented(/not as documented/)],
];

describe('that lasts', () => {
  const expectFailure = (run: Awaited<ReturnType<Connection['sync']>>, stream: string, says: Says): void => {
    const [code, failureType, what] = says;
    const error = run.error(stream);
    expect(run.outcome(stream)).toBe('INCOMPLETE');
    expect(error).toMatchObject({ failure_type: failureType });
    expect(error?.message).toMatch(
      code === '' ? new RegExp(`^${stream}: `) : new RegExp(`^${code}: ${stream}: `),
    );
    expect(error?.message).toMatch(what);
    expect(error?.message).not.toContain('\n');
  };

  /** Everybody's rows but those of some users, as a sync owes them. */
  const rowsWithout = (emulator: Emulator, unread: readonly string[]): Row[] => {
    const ids = owedMembers(emulator, 'enterprise').map((member) => String(member.user_id));
    const userIds = ids.filter((id) => !unread.includes(id));
    const days = { from: config.start_date, userIds, lookbackDays: 7 };
    return ordered(owedConsumption(emulator, 'enterprise', days));
  };

  it.concurrent.each(lasting)(
    '%s, for one user and for pull requests: nobody else misses anything, and the next sync mends it',
    (_, kind, says) =>
      withEmulator({}, async (emulator) => {
        const user = unluckyUser(emulator);
        emulator.faults.add({ ...kind, path: consumptionPath(emulator) });
        emulator.faults.add({ ...kind, path: '*/metrics/prs' });
        const connection = await Connection.create(emulator, { config });
        const run = await connection.sync();
        expect(run.exitCode).toBe(1);
        expect(run.outcome('members')).toBe('COMPLETE');
        expectFailure(run, 'daily_user_consumption', says);
        const who = `1 of 8 members could not be read (${user})`;
        expect(run.error('daily_user_consumption')?.message).toContain(who);
        expectFailure(run, 'daily_pr_metrics', says);
        expect(ordered(run.records('daily_user_consumption'))).toEqual(rowsWithout(emulator, [user]));
        emulator.faults.clear();
        expect((await connection.sync()).exitCode).toBe(0);
        expectTruth(connection);
      }),
  );

  it.concurrent(
    'no proper answer, for several users: the others miss nothing, and the next sync mends it',
    () =>
      withEmulator({}, async (emulator) => {
        const kinds = ['html200', 'cut-off', 'truncated-json', 'reset', 'missing-items'] as const;
        const users = emulator.world.people.slice(1, 1 + kinds.length).map(({ id }) => id);
        for (const [index, kind] of kinds.entries())
          emulator.faults.add({ kind, path: `*/consumption/daily/users/${users[index] ?? ''}` });
        const connection = await Connection.create(emulator, { config });
        const run = await connection.sync();
        expect(run.exitCode).toBe(1);
        expect(run.error('daily_user_consumption')?.message).toContain('5 of 8 members could not be read');
        expect([run.outcome('members'), run.outcome('daily_pr_metrics')]).toEqual(['COMPLETE', 'COMPLETE']);
        expect(ordered(run.records('daily_user_consumption'))).toEqual(rowsWithout(emulator, users));
        emulator.faults.clear();
        expect((await connection.sync()).exitCode).toBe(0);
        expectTruth(connection);
      }),
  );

  const listFaults: [name: string, fault: FaultKind, says: Says][] = [
    ...lasting,
    ['200 with HTML', { kind: 'html200' }, unreachable(/HTML/)],
    ['a reset connection', { kind: 'reset' }, unreachable(/could not be reached/)],
    ['missing items', { kind: 'missing-items' }, undocumented(/items/)],
    ['no user id', { kind: 'null-user-id' }, undocumented(/user_id/)],
    ['an endless cursor', { kind: 'endless-cursor' }, undocumented(/a page again/)],
    ['a cursor that moves nowhere', { kind: 'moving-endless-cursor' }, undocumented(/a page again/)],
  ];

  it.concurrent.each(
    listFaults.map(([name, ...rest], index): [string, ScopeName, FaultKind, Says] => [
      name,
      index % 2 === 0 ? 'enterprise' : 'organization',
      ...rest,
    ]),
  )(
    '%s, for the members, in %s scope: what needs them fails and says so, the rest is read',
    (_, scope, kind, says) =>
      withEmulator({}, async (emulator) => {
        emulator.faults.add({
          ...kind,
          path: scope === 'enterprise' ? '*/members/users' : '*/idp-users',
        });
        const connection = await Connection.create(emulator, { scope, config });
        const run = await connection.sync();
        expect(run.exitCode).toBe(1);
        expectFailure(run, 'members', says);
        expectFailure(run, 'daily_user_consumption', says);
        expect([...run.records('members'), ...run.records('daily_user_consumption')]).toEqual([]);
        expect(run.outcome('daily_pr_metrics')).toBe('COMPLETE');
        const owed: Row[] = owedMetrics(emulator, scope, { from: config.start_date, lookbackDays: 5 });
        expect(run.records('daily_pr_metrics')).toEqual(owed);
      }),
  );
});
