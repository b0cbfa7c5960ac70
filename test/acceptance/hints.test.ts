import type { Emulator, EmulatorOptions } from '../../emulator/emulator';
import type { Switches } from '../../emulator/world/switches';
import { Connection } from './connection';
import { scopes, withEmulator, type ScopeName } from './harness';
import { ordered } from './owed';
import type { Row } from './protocol';
import { skippedWaits } from './skipped-waits';

/*
 * The list of sessions tells the streams of metrics where to look first. Whatever it says, the rows are the same.
 */

const config = { start_date: '2026-09-01', metrics_lookback_days: 5 };
const to = '2026-11-20';
const hinted = ['daily_pr_metrics', 'daily_user_pr_metrics', 'daily_user_session_metrics'] as const;

/** A few people who work on one day in ten. */
function few(switches: Partial<Switches> = {}): EmulatorOptions {
  return { seed: 11, users: 12, activity: { users: 0.4, days: 0.2 }, switches };
}

const worlds: [what: string, switches: Partial<Switches>][] = [
  ['on the day of their session', {}],
  ['up to three days later', { pullRequestDays: 'within-3-days' }],
  ['a week later', { pullRequestDays: 'a-week-later' }],
  ['partly without a session', { pullRequestsWithoutSession: true }],
  ['in a list whose bounds are ignored', { updatedAfter: 'ignored' }],
];

/** The list of sessions in either scope, and no metrics. */
const theList = /\/(enterprise|organizations\/[^/]+)\/sessions$/;

function owed(emulator: Emulator, scope: ScopeName, stream: string): Row[] {
  return ordered(emulator.truth(stream, scope, { from: config.start_date, to }));
}

function rowsOf(connection: Connection, stream: string): Row[] {
  return ordered(connection.destination.rows(stream).map((row) => without(row, 'is_final')));
}

function without(row: Row, name: string): Row {
  return Object.fromEntries(Object.entries(row).filter(([each]) => each !== name));
}

async function synced(emulator: Emulator, scope: ScopeName, streams: readonly string[]) {
  const connection = await Connection.create(emulator, { scope, config, streams, env: skippedWaits });
  const run = await connection.sync();
  return { connection, run };
}

function pagesOf(emulator: Emulator): number {
  return emulator.requests.filter(({ path }) => theList.test(path)).length;
}

describe.each(scopes)('in %s scope', (scope) => {
  it.concurrent.each(worlds)('pull requests %s give the rows that are owed', (_, switches) =>
    withEmulator(few(switches), async (emulator) => {
      const { connection, run } = await synced(emulator, scope, hinted);
      expect(run.exitCode).toBe(0);
      for (const stream of hinted) {
        expect({ stream, rows: rowsOf(connection, stream) }).toEqual({
          stream,
          rows: owed(emulator, scope, stream),
        });
      }
    }),
  );

  it.concurrent.each([
    ['403', { kind: 'status', status: 403 }],
    ['404', { kind: 'status', status: 404 }],
    ['500', { kind: 'status', status: 500 }],
    ['another shape', { kind: 'wrong-types' }],
    ['a broken connection', { kind: 'reset' }],
  ] as const)('a list of sessions that answers %s changes nothing but the number of requests', (_, fault) =>
    withEmulator(few(), async (emulator) => {
      emulator.faults.add({ ...fault, path: theList });
      const { connection, run } = await synced(emulator, scope, hinted);
      expect(run.exitCode).toBe(0);
      expect(run.logs('WARN')).toEqual([]);
      for (const stream of hinted) expect(rowsOf(connection, stream)).toEqual(owed(emulator, scope, stream));
    }),
  );
});

test('the pages of sessions are read once for the streams of metrics and the stream of sessions', () =>
  withEmulator(few(), async (emulator) => {
    await synced(emulator, 'enterprise', ['sessions']);
    const alone = pagesOf(emulator);
    emulator.resetLog();
    await synced(emulator, 'enterprise', ['sessions', ...hinted]);
    expect(pagesOf(emulator)).toBe(alone);
  }));
