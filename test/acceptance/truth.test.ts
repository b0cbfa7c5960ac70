import type { Emulator } from '../../emulator/emulator';
import { Connection, type ConnectionOptions } from './connection';
import { coreStreams, scopes, withEmulator, type ScopeName } from './harness';
import {
  comparable,
  lastDayAt,
  ordered,
  expectedConsumption,
  expectedMembers,
  expectedMetrics,
  plusDays,
} from './owed';
import type { Run } from './run';

const config = { start_date: '2026-11-01', consumption_lookback_days: 7, metrics_lookback_days: 10 };
const fullRefresh = Object.fromEntries(coreStreams.map((name) => [name, 'full_refresh' as const]));

interface Expected {
  /** First days that are read; null where nothing is. */
  readonly consumption: string | null;
  readonly metrics: string | null;
  /** The configured look-backs, which decide what is final. */
  readonly lookbackDays?: { readonly consumption: number; readonly metrics: number };
}

/** The run was complete, and its dated rows are exactly those days, each as the truth has it now. */
function expectDays(run: Run, emulator: Emulator, scope: ScopeName, expected: Expected): void {
  const { consumption, metrics, lookbackDays = { consumption: 7, metrics: 10 } } = expected;
  expect(run.exitCode).toBe(0);
  expect(ordered(run.records('daily_user_consumption'))).toEqual(
    consumption === null
      ? []
      : ordered(
          expectedConsumption(emulator, scope, { from: consumption, lookbackDays: lookbackDays.consumption }),
        ),
  );
  // These come in day order.
  expect(run.records('daily_pr_metrics')).toEqual(
    metrics === null
      ? []
      : expectedMetrics(emulator, scope, { from: metrics, lookbackDays: lookbackDays.metrics }),
  );
}

const at = (day: string): string => `${day}T09:00:00Z`;

/** A connection to the quiet world; `now` is the day after the last complete one. */
function withConnection(
  options: ConnectionOptions,
  use: (connection: Connection, emulator: Emulator) => Promise<void>,
): Promise<void> {
  return withEmulator({}, async (emulator) => {
    await use(
      await Connection.create(emulator, { ...options, config: { ...config, ...options.config } }),
      emulator,
    );
  });
}

describe.each(scopes)('%s scope', (scope) => {
  it.concurrent('full refresh: everything from the start date, whatever the state says', () =>
    withConnection({ scope, modes: fullRefresh }, async (connection, emulator) => {
      for (const day of ['2026-11-21', '2026-11-22']) {
        emulator.setNow(at(day));
        const run = await connection.sync();
        expectDays(run, emulator, scope, { consumption: '2026-11-01', metrics: '2026-11-01' });
        expect(ordered(comparable(run.records('members')))).toEqual(
          ordered(expectedMembers(emulator, scope)),
        );
        expect(run.records('members').length).toBeGreaterThan(5);
      }
    }),
  );

  it.concurrent('incremental: the look-back and the new days, after a day, three days and forty', () =>
    withConnection({ scope }, async (connection, emulator) => {
      const steps: [day: string, consumption: string, metrics: string][] = [
        ['2026-11-21', '2026-11-01', '2026-11-01'],
        // Nothing has passed: the look-back alone.
        ['2026-11-21', '2026-11-14', '2026-11-11'],
        ['2026-11-22', '2026-11-14', '2026-11-11'],
        ['2026-11-25', '2026-11-15', '2026-11-12'],
        ['2027-01-04', '2026-11-18', '2026-11-15'],
      ];
      for (const [index, [day, consumption, metrics]] of steps.entries()) {
        emulator.setNow(at(day));
        const run = await connection.sync();
        expectDays(run, emulator, scope, { consumption, metrics });
        const members = index === 0 ? expectedMembers(emulator, scope) : [];
        expect(ordered(comparable(run.records('members')))).toEqual(ordered(members));
      }
    }),
  );

  it.concurrent('rarely run: every day becomes final, and final days are the truth', () =>
    withConnection({ scope, config: { metrics_lookback_days: 61 } }, async (connection, emulator) => {
      for (const day of ['2026-11-21', '2026-12-31', '2027-02-09']) {
        emulator.setNow(at(day));
        await connection.sync();
      }
      const last = lastDayAt(emulator.now);
      // Consumption settles within six days; a pull request is resolved within 61, or never.
      const finalConsumption = { from: '2026-11-01', to: plusDays(last, -7), lookbackDays: 7 };
      const finalMetrics = { from: '2026-11-01', to: plusDays(last, -61), lookbackDays: 61 };
      expect(ordered(connection.rows('daily_user_consumption').filter((row) => row.is_final))).toEqual(
        ordered(expectedConsumption(emulator, scope, finalConsumption)),
      );
      expect(ordered(connection.rows('daily_pr_metrics').filter((row) => row.is_final))).toEqual(
        expectedMetrics(emulator, scope, finalMetrics),
      );
    }),
  );

  it.concurrent.each([
    ['91 days', '2026-08-22', 2],
    ['400 days', '2025-10-17', 5],
  ])('history of %s: no day is lost between windows, no window is longer than 91 days', (_, start, windows) =>
    withConnection({ scope, config: { start_date: start } }, async (connection, emulator) => {
      const run = await connection.sync();
      expectDays(run, emulator, scope, { consumption: start, metrics: start });
      const asked = emulator.requests.filter(({ path }) => path.includes('/consumption/daily/users/'));
      expect(asked).toHaveLength(windows * expectedMembers(emulator, scope).length);
      const spans = asked.map(
        ({ query }) => (Number(query.get('time_before')) - Number(query.get('time_after'))) / 86_400,
      );
      expect(Math.max(...spans)).toBe(91);
    }),
  );
});

it.concurrent(
  'without a start date: always the 90 days that end with the last complete day of the first sync',
  () =>
    withConnection({ config: { start_date: undefined } }, async (connection, emulator) => {
      const first = await connection.sync();
      expectDays(first, emulator, 'enterprise', { consumption: '2026-08-23', metrics: '2026-08-23' });
      emulator.setNow(at('2026-11-22'));
      await connection.sync();
      expect(connection.state('daily_pr_metrics')).toMatchObject({ start_date: '2026-08-23' });
      expect(connection.state('daily_user_consumption')).toMatchObject({ start_date: '2026-08-23' });
    }),
);

it.concurrent('no day is read before it has fully elapsed: 07:59 still belongs to the day before', () =>
  withConnection({}, async (connection, emulator) => {
    emulator.setNow('2026-11-21T07:59:59Z');
    const early = await connection.sync();
    expectDays(early, emulator, 'enterprise', { consumption: '2026-11-01', metrics: '2026-11-01' });
    expect(lastDayAt(emulator.now)).toBe('2026-11-19');
    emulator.setNow('2026-11-21T08:00:00Z');
    const late = await connection.sync();
    expectDays(late, emulator, 'enterprise', { consumption: '2026-11-13', metrics: '2026-11-10' });
    expect(late.records('daily_pr_metrics').at(-1)?.date).toBe('2026-11-20');
  }),
);

describe('start date', () => {
  it.concurrent('later than that of the state: ignored, with a log line, until the stream is refreshed', () =>
    withConnection({}, async (connection, emulator) => {
      await connection.sync();
      const changes = { config: { start_date: '2026-11-10' } };
      const ignored = await connection.sync(changes);
      expectDays(ignored, emulator, 'enterprise', { consumption: '2026-11-14', metrics: '2026-11-11' });
      expect(ignored.logs('INFO').filter((line) => line.includes('2026-11-10'))).toEqual([
        expect.stringMatching(/daily_user_consumption.* later than the 2026-11-01 .* ignored/),
        expect.stringMatching(/daily_pr_metrics.* later than the 2026-11-01 .* ignored/),
      ]);
      const refreshed = await connection.sync({ ...changes, modes: fullRefresh });
      expectDays(refreshed, emulator, 'enterprise', { consumption: '2026-11-10', metrics: '2026-11-10' });
      expect(connection.state('daily_pr_metrics')).toMatchObject({ start_date: '2026-11-10' });
    }),
  );

  it.concurrent('earlier than that of the state: the stream starts over once, with a warning', () =>
    withConnection({}, async (connection, emulator) => {
      await connection.sync();
      const changes = { config: { start_date: '2026-10-20' } };
      const over = await connection.sync(changes);
      expectDays(over, emulator, 'enterprise', { consumption: '2026-10-20', metrics: '2026-10-20' });
      expect(over.logs('WARN')).toHaveLength(2);
      const next = await connection.sync(changes);
      expectDays(next, emulator, 'enterprise', { consumption: '2026-11-14', metrics: '2026-11-11' });
      expect(next.logs('WARN')).toEqual([]);
    }),
  );

  it.concurrent('removed later: that of the state applies', () =>
    withConnection(
      { config: { consumption_lookback_days: 60, metrics_lookback_days: 60 } },
      async (connection, emulator) => {
        const lookbackDays = { consumption: 60, metrics: 60 };
        await connection.sync();
        const run = await connection.sync({ config: { start_date: undefined } });
        const from = { consumption: '2026-11-01', metrics: '2026-11-01', lookbackDays };
        expectDays(run, emulator, 'enterprise', from);
      },
    ),
  );
});

describe('look-back', () => {
  const lookback = ([consumption, metrics]: readonly [number, number]): ConnectionOptions => ({
    config: { consumption_lookback_days: consumption, metrics_lookback_days: metrics },
  });

  it.concurrent.each([
    { name: 'raised', first: [3, 4], then: [10, 12], froms: ['2026-11-11', '2026-11-09'] },
    { name: 'lowered', first: [10, 12], then: [3, 4], froms: ['2026-11-11', '2026-11-09'] },
    { name: '0', first: [0, 0], then: [0, 0], froms: ['2026-11-21', '2026-11-21'] },
  ] as const)('$name: the larger one decides what is read, the configured one what is final', (given) =>
    withConnection(lookback(given.first), async (connection, emulator) => {
      await connection.sync();
      emulator.setNow(at('2026-11-22'));
      const [consumption, metrics] = given.froms;
      const lookbackDays = { consumption: given.then[0], metrics: given.then[1] };
      const run = await connection.sync(lookback(given.then));
      expectDays(run, emulator, 'enterprise', { consumption, metrics, lookbackDays });
      // From now on the configured one alone.
      emulator.setNow(at('2026-11-23'));
      const next = await connection.sync(lookback(given.then));
      expectDays(next, emulator, 'enterprise', {
        consumption: plusDays('2026-11-22', -given.then[0]),
        metrics: plusDays('2026-11-22', -given.then[1]),
        lookbackDays,
      });
    }),
  );
});
