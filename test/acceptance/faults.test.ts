import type { FaultKind } from '../../emulator/faults/fault-kinds';
import type { Emulator } from '../../emulator/emulator';
import { Connection } from './connection';
import { expectFailure, lasting, listFaults, passing, type Says } from './fault-kinds';
import { coreStreams, scopes, withEmulator, type ScopeName } from './harness';
import { comparable, ordered, expectedConsumption, expectedMembers, expectedMetrics } from './owed';
import type { Row } from './protocol';
import { skippedWaits } from './skipped-waits';

const config = { start_date: '2026-11-12', consumption_lookback_days: 7, metrics_lookback_days: 5 };

/** Who is unlucky wherever one user is: an id that is hard to quote in a path. */
function unluckyUser({ world }: Emulator): string {
  return world.people[5]?.id ?? '';
}

function consumptionPath(emulator: Emulator): string {
  return `*/consumption/daily/users/${unluckyUser(emulator)}`;
}

function expectTruth(connection: Connection): void {
  const { emulator, scope } = connection;
  expect(ordered(comparable(connection.rows('members')))).toEqual(ordered(expectedMembers(emulator, scope)));
  expect(ordered(connection.rows('daily_user_consumption'))).toEqual(
    ordered(expectedConsumption(emulator, scope, { from: config.start_date, lookbackDays: 7 })),
  );
  expect(ordered(connection.rows('daily_pr_metrics'))).toEqual(
    expectedMetrics(emulator, scope, { from: config.start_date, lookbackDays: 5 }),
  );
}

/** With waits as long as they are; test/acceptance/faults-everywhere.test.ts skips them, and has every kind and endpoint. */
describe('once on each endpoint of the core streams, with real waits', () => {
  it.concurrent.each(
    passing
      .filter(([name]) => /^(429 with(out)? Retry-After|500|a reset)/.test(name))
      .map(([name, kind], index) => [name, scopes[index % scopes.length] ?? 'enterprise', kind] as const),
  )('%s, in %s scope: no row is lost or doubled', (_, scope, kind) =>
    withEmulator({}, async (emulator) => {
      const paths = ['*/members/users', '*/members/idp-users', '*/metrics/prs', consumptionPath(emulator)];
      const planned = paths.map((path) => emulator.faults.add({ ...kind, path, occurrences: [1] }));
      const connection = await Connection.create(emulator, { scope, config });
      const run = await connection.sync();
      expect(run.exitCode).toBe(0);
      expect(planned.map(({ done }) => done)).toEqual(planned.map(() => 1));
      expectTruth(connection);
      // The destination would hide a row that came twice.
      for (const stream of coreStreams)
        expect(run.records(stream)).toHaveLength(connection.rows(stream).length);
    }),
  );
});

describe('lasting faults', () => {
  /** The expected rows of all users except some. */
  const rowsWithout = (emulator: Emulator, unread: readonly string[]): Row[] => {
    const ids = expectedMembers(emulator, 'enterprise').map((member) => String(member.user_id));
    const userIds = ids.filter((id) => !unread.includes(id));
    const days = { from: config.start_date, userIds, lookbackDays: 7 };
    return ordered(expectedConsumption(emulator, 'enterprise', days));
  };

  it.concurrent.each(lasting)(
    '%s, for one user and for pull requests: other users miss nothing, and the next sync reads the rest',
    (_, kind, says) =>
      withEmulator({}, async (emulator) => {
        const user = unluckyUser(emulator);
        emulator.faults.add({ ...kind, path: consumptionPath(emulator) });
        emulator.faults.add({ ...kind, path: '*/metrics/prs' });
        const connection = await Connection.create(emulator, { config, env: skippedWaits });
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
    'invalid answers for several users: other users miss nothing, and the next sync reads the rest',
    () =>
      withEmulator({}, async (emulator) => {
        const kinds = ['html200', 'cut-off', 'truncated-json', 'reset', 'missing-items'] as const;
        const users = emulator.world.people.slice(1, 1 + kinds.length).map(({ id }) => id);
        for (const [index, kind] of kinds.entries())
          emulator.faults.add({ kind, path: `*/consumption/daily/users/${users[index] ?? ''}` });
        const connection = await Connection.create(emulator, { config, env: skippedWaits });
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
    '%s, for the members, in %s scope: only streams that need them fail, with the reason',
    (_, scope, kind, says) =>
      withEmulator({}, async (emulator) => {
        emulator.faults.add({
          ...kind,
          path: scope === 'enterprise' ? '*/members/users' : '*/idp-users',
        });
        const connection = await Connection.create(emulator, { scope, config, env: skippedWaits });
        const run = await connection.sync();
        expect(run.exitCode).toBe(1);
        expectFailure(run, 'members', says);
        expectFailure(run, 'daily_user_consumption', says);
        expect(run.records('members')).toEqual([]);
        // Days are read while members are listed: those that came are true.
        const days = expectedConsumption(emulator, scope, { from: config.start_date, lookbackDays: 7 });
        expect(days).toEqual(expect.arrayContaining(run.records('daily_user_consumption')));
        expect(run.outcome('daily_pr_metrics')).toBe('COMPLETE');
        const expectedRows: Row[] = expectedMetrics(emulator, scope, {
          from: config.start_date,
          lookbackDays: 5,
        });
        expect(run.records('daily_pr_metrics')).toEqual(expectedRows);
      }),
  );
});
