import { Connection } from './connection';
import { expectSucceeded } from './check-result';
import { check, configOf, scopes, type ScopeName } from './harness';
import { expectedRows } from './owed-streams';
import type { CatalogStream, Row, StreamState } from './protocol';
import type { Run } from './run';
import { expectRows, expectTruth, sceneConfig, withScene, type Scene } from './scene';
import { skippedMinutes } from './skipped-waits';

/** Nothing is read again, so what is written too early would never be put right. */
const config = { ...sceneConfig, consumption_lookback_days: 0, metrics_lookback_days: 0 };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const later = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

/** The scene with look-back 0: all expected rows are final. */
async function withFinalScene(scope: ScopeName, use: (scene: Scene) => Promise<void>): Promise<void> {
  await withScene(scope, async (scene) => {
    const streams = scene.catalog.map(({ name }) => name);
    const connection = await Connection.create(scene.emulator, {
      ...scene.connection.options,
      streams,
      config,
    });
    const { rows } = expectedRows({ emulator: scene.emulator, scope, config }, streams);
    await use({ ...scene, connection, rows });
  });
}

/** A session is read from the day on which it changed: its days without use before that are not. */
function expectFinalRows(found: readonly Row[], stream: CatalogStream, rows: Scene['rows']): void {
  const isOfSessions = stream.name === 'daily_session_consumption';
  const used = (days: readonly Row[] = []) => days.filter(({ acus }) => !isOfSessions || acus !== 0);
  expectRows(used(found), stream, { [stream.name]: used(rows[stream.name]) });
}

/** Every date and instant that states hold, without the days on which Devin says that open sessions changed. */
function instantsOf(states: readonly StreamState[]): string[] {
  const ours = (key: string, value: unknown): unknown => (key === 'open' ? undefined : value);
  const texts = JSON.stringify(states, ours).match(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g) ?? [];
  return texts.map((text) => (text.length > 10 ? text : `${text}T00:00:00Z`));
}

function clockWarnings(run: Run): string[] {
  return run.logs('WARN').filter((message) => message.includes('The clock of this machine'));
}

describe.each(scopes)('our clock, with look-back 0, in %s scope', (scope) => {
  it.concurrent.each([
    ['three days', 3 * dayMs, '3 days'],
    ['a year', 365 * dayMs, '365 days'],
    ['six minutes', 6 * minuteMs, '6 minutes'],
  ])('is %s ahead: no day is read too early, with a warning', (_, aheadMs, said) =>
    withFinalScene(scope, async (scene) => {
      const { emulator, connection, catalog } = scene;
      const run = await connection.sync({ now: later(emulator.now, aheadMs) });
      expectTruth(run, scene);
      expect(clockWarnings(run)).toEqual([
        expect.stringContaining(`is ${said} ahead of Devin's: Devin's is used`) as string,
      ]);
      const nowMs = Date.parse(emulator.now);
      expect(instantsOf(run.states).filter((instant) => Date.parse(instant) > nowMs)).toEqual([]);
      for (const member of run.records('members'))
        expect(Date.parse(String(member.updated_at))).toBeLessThanOrEqual(nowMs);
      // Three days later everything is there, although what was written as final is never read again.
      emulator.setNow(later(emulator.now, 3 * dayMs));
      expect((await connection.sync()).exitCode).toBe(0);
      const streams = catalog.map(({ name }) => name);
      const { rows } = expectedRows({ emulator, scope, config }, streams);
      for (const stream of catalog.filter(({ default_cursor_field }) => default_cursor_field !== undefined))
        if (stream.name !== 'members')
          expectFinalRows(connection.destination.rows(stream.name), stream, rows);
    }),
  );

  it.concurrent('is three days behind: the last days wait for the next sync, and a warning says so', () =>
    withFinalScene(scope, async (scene) => {
      const { emulator, connection, catalog, rows } = scene;
      const aheadMs = -3 * dayMs;
      const run = await connection.sync({ now: later(emulator.now, aheadMs) });
      expect(run.exitCode).toBe(0);
      expect(clockWarnings(run)).toEqual([
        expect.stringContaining("is 3 days behind Devin's: the clock of this machine is used") as string,
      ]);
      const nowMs = Date.parse(emulator.now) + aheadMs;
      expect(instantsOf(run.states).filter((instant) => Date.parse(instant) > nowMs)).toEqual([]);
      expect(run.state('daily_pr_metrics')?.synced_through).toBe('2026-11-27');
      expect((await connection.sync()).exitCode).toBe(0);
      for (const stream of catalog.filter(({ default_cursor_field }) => default_cursor_field !== undefined))
        if (stream.name !== 'members')
          expectFinalRows(connection.destination.rows(stream.name), stream, rows);
    }),
  );

  it.concurrent.each([4 * minuteMs, -4 * minuteMs])('is %d ms ahead: no warning', (aheadMs) =>
    withFinalScene(scope, async (scene) => {
      const { emulator, connection } = scene;
      const run = await connection.sync({ now: later(emulator.now, aheadMs), streams: ['daily_pr_metrics'] });
      expect([run.exitCode, run.logs('WARN')]).toEqual([0, []]);
    }),
  );
});

describe.each(scopes)('the first answer of a sync, in %s scope', (scope) => {
  const ahead = 3 * dayMs;

  it.concurrent.each([401, 403, 404, 429, 500, 503])('gives the time even with status %i', (status) =>
    withScene(scope, async ({ emulator, connection }) => {
      const org_id = scope === 'organization' ? { org_id: emulator.orgId } : {};
      emulator.faults.add({ kind: 'status', status, path: '/v3/self', occurrences: [1] });
      const run = await connection.sync({
        ...{
          now: later(emulator.now, ahead),
          streams: ['daily_pr_metrics'],
          config: { ...config, ...org_id },
        },
      });
      expect([run.exitCode, clockWarnings(run).length]).toEqual([0, 1]);
      expect(run.state('daily_pr_metrics')?.synced_through).toBe('2026-11-30');
    }),
  );

  it.concurrent.each([
    ['403 for good', { kind: 'status', status: 403 }],
    ['404 for good', { kind: 'status', status: 404 }],
    ['500 for good', { kind: 'status', status: 500 }],
    ['503 for good', { kind: 'status', status: 503 }],
    ['429 for good', { kind: 'status', status: 429, retryAfter: 31 }],
    ['a web page', { kind: 'html200' }],
    ['no answer', { kind: 'stall' }],
    ['a reset connection', { kind: 'reset' }],
  ] as const)('does not stop the sync when it is %s', (_, fault) =>
    withScene(scope, async (scene) => {
      const { emulator, connection } = scene;
      const org_id = scope === 'organization' ? { org_id: emulator.orgId } : {};
      emulator.faults.add({ ...fault, path: '/v3/self' });
      const env = fault.kind === 'stall' ? { env: skippedMinutes } : {};
      const run = await connection.sync({ ...env, config: { ...sceneConfig, ...org_id } });
      expectTruth(run, scene);
    }),
  );

  it.concurrent('is requested once, before every other request', () =>
    withScene(scope, async ({ emulator, connection }) => {
      await connection.sync();
      const paths = emulator.requests.map(({ path }) => path);
      expect(paths[0]).toBe('/v3/self');
      expect(paths.filter((path) => path === '/v3/self')).toHaveLength(1);
    }),
  );
});

it.concurrent.each(scopes)('check requests no day that has not elapsed for Devin, in %s scope', (scope) =>
  withScene(scope, async ({ emulator }) => {
    const run = await check(configOf(emulator, scope), {
      SOURCE_DEVIN_NOW: later(emulator.now, 3 * dayMs),
    });
    expectSucceeded(run);
    expect(clockWarnings(run)).toHaveLength(1);
    const bounds = emulator.requests.flatMap(({ query }) => query.getAll('time_before').map(Number));
    expect(bounds.length).toBeGreaterThan(3);
    expect(Math.max(...bounds)).toBeLessThanOrEqual(Date.parse(emulator.now) / 1000);
  }),
);
