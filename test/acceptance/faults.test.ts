import type { FaultKind } from '../../emulator/faults';
import type { Emulator } from '../../emulator/server';
import { Connection } from './connection';
import { expectFailure, lasting, listFaults, passing, type Says } from './fault-kinds';
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

describe('that lasts', () => {
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
