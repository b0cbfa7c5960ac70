import { Connection } from './connection';
import { check, configOf, scopes, withEmulator } from './harness';
import { ordered, expectedConsumption, expectedMetrics } from './owed';
import type { Row } from './protocol';

const streams = ['daily_pr_metrics', 'daily_user_consumption', 'daily_consumption'];
const lookback = { consumption_lookback_days: 3, metrics_lookback_days: 3 };
const config = { start_date: '2026-10-01', end_date: '2026-10-31', ...lookback };
const dates = (rows: readonly { date?: unknown }[]): unknown[] =>
  [...new Set(rows.map(({ date }) => date))].sort();

/** Rows in order, without `is_final`, which other tests check. */
const rowsOf = (rows: readonly Row[]): Row[] => ordered(rows.map((row) => ({ ...row, is_final: undefined })));

it.concurrent.each(scopes)(
  'closes the range: later days are not read, and the state stops at the end date: %s',
  (scope) =>
    withEmulator({}, async (emulator) => {
      const connection = await Connection.create(emulator, { scope, streams, config });
      const first = await connection.sync();
      expect(first.exitCode).toBe(0);
      const through = { from: '2026-10-01', to: '2026-10-31', lookbackDays: 3 };
      expect(rowsOf(first.records('daily_user_consumption'))).toEqual(
        rowsOf(expectedConsumption(emulator, scope, through)),
      );
      expect(rowsOf(first.records('daily_pr_metrics'))).toEqual(
        rowsOf(expectedMetrics(emulator, scope, through)),
      );
      for (const stream of ['daily_pr_metrics', 'daily_consumption'])
        expect(connection.state(stream)).toMatchObject({ synced_through: '2026-10-31' });
      const byUser = connection.state('daily_user_consumption')?.synced_through as Record<string, string>;
      expect(new Set(Object.values(byUser))).toEqual(new Set(['2026-10-31']));

      const second = await connection.sync();
      expect(dates(second.records('daily_pr_metrics'))).toEqual(['2026-10-29', '2026-10-30', '2026-10-31']);
      expect(connection.state('daily_pr_metrics')).toMatchObject({ synced_through: '2026-10-31' });

      const open = await connection.sync({ config: { end_date: undefined } });
      expect(dates(open.records('daily_pr_metrics')).at(-1)).toBe('2026-11-20');
    }),
);

it.concurrent('in the future changes nothing', () =>
  withEmulator({}, async (emulator) => {
    const future = { start_date: '2026-11-10', end_date: '2030-01-01' };
    const connection = await Connection.create(emulator, { streams, config: future });
    const run = await connection.sync();
    expect([run.exitCode, dates(run.records('daily_pr_metrics')).at(-1)]).toEqual([0, '2026-11-20']);
  }),
);

it.concurrent('before the default start date: nothing is read, and a warning says what to set', () =>
  withEmulator({}, async (emulator) => {
    const early = { end_date: '2026-01-31' };
    const connection = await Connection.create(emulator, { streams: ['daily_pr_metrics'], config: early });
    const run = await connection.sync();
    expect([run.exitCode, run.records('daily_pr_metrics')]).toEqual([0, []]);
    expect(run.logs('WARN')).toEqual([
      'daily_pr_metrics: end_date 2026-01-31 is before the start date, 2026-08-23: nothing is read. Set start_date too.',
    ]);
  }),
);

it.concurrent.each([
  [
    'before start_date',
    { start_date: '2026-10-02', end_date: '2026-10-01' },
    /end_date must not be before start_date/,
  ],
  ['before 2023', { end_date: '2022-12-31' }, /end_date must not be before 2023-01-01/],
  ['not a date', { end_date: '2026-02-30' }, /end_date must be a real calendar date/],
])('%s is refused', (_, more, says) =>
  withEmulator({}, async (emulator) => {
    const run = await check(configOf(emulator, 'enterprise', more));
    expect(run.connectionStatus.status).toBe('FAILED');
    expect(run.connectionStatus.message).toMatch(says);
  }),
);
