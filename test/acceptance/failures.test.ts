import type { Emulator } from '../../emulator/emulator';
import { Connection } from './connection';
import { coreStreams, scopes, withEmulator, type ScopeName } from './harness';
import { ordered, expectedConsumption, expectedMembers, expectedMetrics } from './owed';
import { expectedRows } from './owed-streams';
import type { Message, Row } from './protocol';
import { skippedWaits } from './skipped-waits';

const config = { start_date: '2026-11-01', consumption_lookback_days: 7, metrics_lookback_days: 5 };

const rolesOf = (emulator: Emulator, scope: ScopeName): string[] =>
  expectedMembers(emulator, scope).map((member) => String(member.user_id));

/** The permissions that the core streams need. */
const held = {
  enterprise: ['ViewAccountMembership', 'ViewAccountConsumption', 'ViewAccountMetrics'],
  organization: ['ViewOrgMembership', 'ViewOrgConsumption', 'ViewOrgMetrics'],
};

const isRecordOf = (message: Message, stream: string): boolean =>
  message.type === 'RECORD' && message.record.stream === stream;

describe.each(scopes)('a user whose consumption always fails, in %s scope', (scope) => {
  it.concurrent('does not affect others, and is read from the same date once Devin answers again', () =>
    withEmulator({}, async (emulator) => {
      const unread = emulator.world.people[3]?.id ?? '';
      const others = rolesOf(emulator, scope).filter((id) => id !== unread);
      emulator.faults.add({ path: `*/users/${unread}`, kind: 'status', status: 503, retryAfter: 0.05 });
      const options = { scope, config, streams: coreStreams, env: skippedWaits };
      const connection = await Connection.create(emulator, options);
      const rowsOf = (userIds: readonly string[], from: string): Row[] =>
        ordered(expectedConsumption(emulator, scope, { from, userIds, lookbackDays: 7 }));

      const first = await connection.sync();
      expect(first.exitCode).toBe(1);
      expect(ordered(first.records('daily_user_consumption'))).toEqual(rowsOf(others, '2026-11-01'));
      expect(first.error('daily_user_consumption')).toMatchObject({
        failure_type: 'transient_error',
        message: expect.stringMatching(
          /^unreachable: daily_user_consumption: 1 of \d members .*503/,
        ) as string,
      });
      expect(first.error('daily_user_consumption')?.message).toContain(unread);
      expect([first.outcome('members'), first.outcome('daily_pr_metrics')]).toEqual(['COMPLETE', 'COMPLETE']);
      const through = connection.state('daily_user_consumption')?.synced_through as Record<string, string>;
      expect(through).toMatchObject(Object.fromEntries(others.map((id) => [id, '2026-11-20'])));
      // Nothing of theirs is read: at most the day before the start date.
      expect((through[unread] ?? '') < '2026-11-01').toBe(true);

      emulator.setNow('2026-11-22T09:00:00Z');
      const second = await connection.sync();
      expect(second.exitCode).toBe(1);
      expect(ordered(second.records('daily_user_consumption'))).toEqual(rowsOf(others, '2026-11-14'));

      emulator.setNow('2026-11-23T09:00:00Z');
      emulator.faults.clear();
      const third = await connection.sync();
      expect(third.exitCode).toBe(0);
      expect(ordered(third.records('daily_user_consumption'))).toEqual(
        ordered([...rowsOf([unread], '2026-11-01'), ...rowsOf(others, '2026-11-15')]),
      );
    }),
  );

  it.concurrent(
    'that Devin answers with 404 is not a failure: a warning, no row, and a new request later',
    () =>
      withEmulator({}, async (emulator) => {
        const unknown = emulator.world.people[3]?.id ?? '';
        emulator.faults.add({ path: `*/users/${unknown}`, kind: 'status', status: 404 });
        const connection = await Connection.create(emulator, {
          scope,
          config,
          streams: ['daily_user_consumption'],
        });
        const run = await connection.sync();
        expect(run.exitCode).toBe(0);
        expect(run.records('daily_user_consumption').map((row) => row.user_id)).not.toContain(unknown);
        expect(run.logs('WARN')).toEqual([expect.stringMatching(/404 for 1 of \d members/)]);
        emulator.faults.clear();
        const rows = (await connection.sync()).records('daily_user_consumption');
        expect(rows.filter((row) => row.user_id === unknown)).toHaveLength(20);
      }),
  );

  it.concurrent('with 404 for every user, the total shows whether rows are withheld', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/consumption/daily/users/*', kind: 'status', status: 404 });
      const streams = ['daily_user_consumption'];
      const connection = await Connection.create(emulator, { scope, config, streams });
      const withheld = await connection.sync();
      expect(withheld.error('daily_user_consumption')).toMatchObject({
        failure_type: 'config_error',
        message: expect.stringMatching(/^invalid_permissions: .*404 for \d of \d members.*ACUs/) as string,
      });
      emulator.faults.add({ path: '*/consumption/daily', kind: 'empty-list' });
      const nothing = await connection.sync();
      expect([nothing.exitCode, nothing.records('daily_user_consumption')]).toEqual([0, []]);
    }),
  );
});

it.concurrent.each([0, 4, 9])(
  'a day of pull requests that fails (request %d): earlier days are kept, and the next sync continues',
  (skip) =>
    withEmulator({}, async (emulator) => {
      const outage = { kind: 'status', status: 503, retryAfter: 0.05 } as const;
      emulator.faults.add({ path: '*/metrics/prs', ...outage, occurrences: { from: skip + 1 } });
      const options = { config, streams: ['daily_pr_metrics'], env: skippedWaits };
      const connection = await Connection.create(emulator, options);
      const first = await connection.sync();
      const read = first.records('daily_pr_metrics');
      expect([first.exitCode, read.length < 20]).toEqual([1, true]);
      expect(connection.state('daily_pr_metrics')?.synced_through).toBe(read.at(-1)?.date);
      emulator.faults.clear();
      expect((await connection.sync()).exitCode).toBe(0);
      expect(ordered(connection.rows('daily_pr_metrics'))).toEqual(
        expectedMetrics(emulator, 'enterprise', { from: '2026-11-01', lookbackDays: 5 }),
      );
    }),
);

it.concurrent('many users who are refused in every sync do not keep others from being read', () =>
  withEmulator({ users: 60 }, async (emulator) => {
    const everybody = rolesOf(emulator, 'enterprise');
    const refused = everybody.slice(0, 25);
    const others = everybody.slice(25);
    for (const id of refused) {
      emulator.faults.add({ path: `*/consumption/daily/users/${id}`, kind: 'status', status: 403 });
    }
    const connection = await Connection.create(emulator, { config, streams: ['daily_user_consumption'] });
    for (const day of ['21', '22', '23']) {
      emulator.setNow(`2026-11-${day}T09:00:00Z`);
      const run = await connection.sync();
      expect(run.error('daily_user_consumption')?.message).toMatch(/: 2\d of \d+ members could not be read/);
      const through = connection.state('daily_user_consumption')?.synced_through as Record<string, string>;
      const here = rolesOf(emulator, 'enterprise').filter((id) => others.includes(id));
      expect(here.length).toBeGreaterThan(20);
      expect(new Set(here.map((id) => through[id]))).toEqual(new Set([`2026-11-${Number(day) - 1}`]));
    }
  }),
);

it.concurrent('a refusal for everyone does not remove former members: their days come later', () =>
  withEmulator({ users: 12, switches: { settle: 'immediate' } }, async (emulator) => {
    // The twelfth person leaves on the 22nd, and stays away.
    const leaver = emulator.world.people[11];
    leaver?.direct.splice(1);
    const options = {
      config: { ...config, consumption_lookback_days: 3 },
      streams: ['daily_user_consumption'],
    };
    const connection = await Connection.create(emulator, options);
    emulator.setNow('2026-11-11T09:00:00Z');
    expect((await connection.sync()).exitCode).toBe(0);
    emulator.faults.add({ path: '*/consumption/*', kind: 'status', status: 403 });
    emulator.setNow('2026-11-23T09:00:00Z');
    expect((await connection.sync()).exitCode).toBe(1);
    emulator.faults.clear();
    expect((await connection.sync()).exitCode).toBe(0);
    const days = connection.rows('daily_user_consumption').filter((row) => row.user_id === leaver?.id);
    const until = Array.from({ length: 21 }, (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}`);
    expect(days.map((row) => row.date)).toEqual(expect.arrayContaining(until));
  }),
);

const byEach = ['daily_user_pr_metrics', 'daily_user_session_metrics', 'daily_organization_pr_metrics'];

it.concurrent('metrics that answer every request with 404 fail, and are later read from the same date', () =>
  withEmulator({ users: 12 }, async (emulator) => {
    const connection = await Connection.create(emulator, { config, streams: byEach });
    emulator.faults.add({ path: '*/metrics/*', kind: 'status', status: 404 });
    const refused = await connection.sync();
    for (const stream of byEach) {
      expect(refused.error(stream)?.message).toMatch(/^invalid_permissions: .* 404 /);
      expect(connection.state(stream)).not.toHaveProperty('synced_through');
    }
    emulator.faults.clear();
    expect((await connection.sync()).exitCode).toBe(0);
    const { rows } = expectedRows({ emulator, scope: 'enterprise', config }, byEach);
    for (const stream of byEach)
      expect(connection.destination.rows(stream)).toHaveLength(rows[stream]?.length ?? 0);
  }),
);

it.concurrent('per-user metrics that refuse an unknown id are still read', () =>
  withEmulator({ users: 12 }, async (emulator) => {
    emulator.faults.add({
      path: '*/metrics/*',
      query: { user_ids: 'nobody-has-this-id' },
      kind: 'status',
      status: 403,
    });
    const streams = ['daily_user_pr_metrics'];
    const run = await (await Connection.create(emulator, { config, streams })).sync();
    expect(run.exitCode).toBe(0);
    const { rows } = expectedRows({ emulator, scope: 'enterprise', config }, streams);
    expect(run.records('daily_user_pr_metrics')).toHaveLength(rows.daily_user_pr_metrics?.length ?? 0);
  }),
);

it.concurrent('a user who was not read before the stream gave up, and then left, is read later', () =>
  withEmulator({ users: 12 }, async (emulator) => {
    const leaver = emulator.world.people[11];
    leaver?.direct.splice(1);
    const streams = ['daily_user_session_metrics'];
    const connection = await Connection.create(emulator, { config, streams, env: skippedWaits });
    emulator.faults.add({
      path: '*/metrics/sessions',
      kind: 'status',
      status: 503,
      occurrences: { from: 6 },
    });
    const outage = await connection.sync();
    expect(outage.error('daily_user_session_metrics')?.message).toContain('the others were not asked');
    emulator.faults.clear();
    emulator.setNow('2026-11-23T09:00:00Z');
    expect((await connection.sync()).exitCode).toBe(0);
    const days = { from: config.start_date, to: '2026-11-20', userIds: [leaver?.id ?? ''] };
    const rows = emulator.truth('daily_user_session_metrics', 'enterprise', days);
    const found = connection.destination.rows('daily_user_session_metrics');
    expect(rows.length).toBeGreaterThan(3);
    expect(found.filter((row) => row.user_id === leaver?.id).length).toBeGreaterThanOrEqual(rows.length);
  }),
);

describe('a key', () => {
  it.concurrent('that is revoked during a sync ends every stream at once, and nothing is lost', () =>
    withEmulator({ users: 30, limits: { latencyMs: 50 } }, async (emulator) => {
      const start = '2026-05-01';
      const options = { config: { ...config, start_date: start, num_workers: 2 } };
      const connection = await Connection.create(emulator, options);
      const running = await connection.start();
      await running.waitFor((message) => isRecordOf(message, 'daily_pr_metrics'), 5);
      await running.waitFor((message) => isRecordOf(message, 'daily_user_consumption'));
      emulator.revokeKey(emulator.keys.enterprise);
      const run = connection.keep(await running.finished);
      expect([run.exitCode, run.outcome('members')]).toEqual([1, 'COMPLETE']);
      for (const stream of ['daily_user_consumption', 'daily_pr_metrics']) {
        expect(run.outcome(stream)).toBe('INCOMPLETE');
        expect(run.error(stream)).toMatchObject({
          failure_type: 'config_error',
          message: expect.stringMatching(/^invalid_credentials: .*expired or revoked/) as string,
        });
      }
      // Requests that were already waiting, and one key check in addition to the one at the start: not the
      // hundreds that were to come.
      expect(emulator.requestCounts().byStatus['401']).toBeLessThanOrEqual(16);
      expect(emulator.requests.filter(({ path }) => path === '/v3/self')).toHaveLength(2);

      emulator.limits.latencyMs = 0;
      const api_key = emulator.addKey({ permissions: held.enterprise });
      expect((await connection.sync({ config: { api_key } })).exitCode).toBe(0);
      expect(ordered(connection.rows('daily_user_consumption'))).toEqual(
        ordered(expectedConsumption(emulator, 'enterprise', { from: start, lookbackDays: 7 })),
      );
      expect(ordered(connection.rows('daily_pr_metrics'))).toEqual(
        expectedMetrics(emulator, 'enterprise', { from: start, lookbackDays: 5 }),
      );
    }),
  );

  it.concurrent.each([
    ['metrics', '*/metrics/prs', ['daily_pr_metrics'], /needs the permission ViewAccountMetrics\.$/],
    [
      'consumption',
      '*/consumption/*',
      ['daily_user_consumption'],
      /needs the permission ViewAccountConsumption \(older name: ManageBilling\).*ACUs\.$/,
    ],
    [
      'members',
      '*/members/*',
      ['members', 'daily_user_consumption'],
      /needs the permission ViewAccountMembership \(older name: ManageAccountMembership\)\.$/,
    ],
  ] as const)('that %s answer with 401 while /v3/self works: only they fail', (_, path, streams, cure) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path, kind: 'status', status: 401 });
      const run = await (await Connection.create(emulator, { config })).sync();
      expect(run.exitCode).toBe(1);
      expect(run.errors.map((error) => error.stream_descriptor?.name).sort()).toEqual([...streams].sort());
      for (const stream of streams) {
        expect(run.error(stream)?.message).toMatch(new RegExp(`^invalid_permissions: ${stream}: .*401`));
        expect(run.error(stream)?.message).toMatch(cure);
      }
    }),
  );
});

describe('a missing permission is named with its newer name first', () => {
  it.concurrent.each<[missing: string, scope: ScopeName, streams: string[], named: string]>([
    [
      'ViewAccountMembership',
      'enterprise',
      ['members', 'daily_user_consumption'],
      'ViewAccountMembership (older name: ManageAccountMembership)',
    ],
    [
      'ViewAccountConsumption',
      'enterprise',
      ['daily_user_consumption'],
      'ViewAccountConsumption (older name: ManageBilling)',
    ],
    ['ViewAccountMetrics', 'enterprise', ['daily_pr_metrics'], 'ViewAccountMetrics'],
    ['ViewOrgMembership', 'organization', ['members', 'daily_user_consumption'], 'ViewOrgMembership'],
    [
      'ViewOrgConsumption',
      'organization',
      ['daily_user_consumption'],
      'ViewOrgConsumption (older name: ManageBilling)',
    ],
    [
      'ViewOrgMetrics',
      'organization',
      ['daily_pr_metrics'],
      'ViewOrgMetrics (older name: ViewAccountMetrics)',
    ],
  ])('%s, in %s scope', (missing, scope, streams, named) =>
    withEmulator({}, async (emulator) => {
      const key = emulator.addKey({
        orgId: scope === 'organization' ? emulator.orgId : null,
        permissions: held[scope].filter((name) => name !== missing),
      });
      const connection = await Connection.create(emulator, { scope, config: { ...config, api_key: key } });
      const run = await connection.sync();
      expect(run.exitCode).toBe(1);
      expect(run.errors.map((error) => error.stream_descriptor?.name).sort()).toEqual([...streams].sort());
      for (const stream of streams) {
        const { message, failure_type: type } = run.error(stream) ?? { message: '' };
        expect(type).toBe('config_error');
        expect(message).toMatch(new RegExp(`^invalid_permissions: ${stream}: .*403 Forbidden`));
        expect(message).toContain(`it needs the permission ${named}`);
      }
    }),
  );
});
