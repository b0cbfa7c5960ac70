import type { Emulator, EmulatorOptions } from '../../emulator/emulator';
import { Connection } from './connection';
import { scopes, withEmulator, type ScopeName } from './harness';
import { changes } from './owed-streams';
import type { Row } from './protocol';
import type { Run } from './run';

const hourS = 3_600;
const dayS = 24 * hourS;
const firstSync = '2026-11-21T09:00:00Z';
const config = { start_date: '2026-08-01' };

/** Each stream of changes in each of its scopes. */
const cases = scopes.flatMap((scope) =>
  changes
    // Scans come again during the look-back, and change within it: test/sync/shapes/changes-lookback.test.ts.
    .filter((stream) => stream !== 'code_scans')
    .map((stream): [stream: string, scope: ScopeName] => [stream, scope]),
);

const ofEntries: Readonly<Record<string, string>> = {
  audit_logs: 'audit_log_id',
  guardrail_violations: 'violation_id',
};
const cursorOf = (stream: string): string => (stream in ofEntries ? 'created_at' : 'updated_at');
const keyOf = (stream: string): string => ofEntries[stream] ?? 'session_id';

function plus(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Rows by their key, so that they compare row by row. */
function byKey(stream: string, rows: readonly Row[]): Row[] {
  const key = keyOf(stream);
  return [...rows].sort((one, other) => (String(one[key]) < String(other[key]) ? -1 : 1));
}

/** One stream under test. */
interface Subject {
  readonly emulator: Emulator;
  readonly connection: Connection;
  /** The expected rows of the stream by now, from a time on. */
  readonly truth: (after?: string) => Row[];
  /** Syncs that must succeed; answers its rows by their key. */
  readonly sync: (changed?: { now?: string; config?: Row }) => Promise<Row[]>;
}

function withStream(
  stream: string,
  scope: ScopeName,
  options: EmulatorOptions,
  use: (subject: Subject) => Promise<void>,
): Promise<void> {
  return withEmulator(options, async (emulator) => {
    emulator.setNow(firstSync);
    const connection = await Connection.create(emulator, { scope, streams: [stream], config });
    await use({
      emulator,
      connection,
      truth: (after = `${config.start_date}T08:00:00Z`) =>
        byKey(stream, emulator.truth(stream, scope, { after })),
      sync: async (changed = {}) => {
        const run = await connection.sync(changed);
        expect([run.exitCode, run.errors]).toEqual([0, []]);
        return byKey(stream, run.records(stream));
      },
    });
  });
}

/** The stamp of the entry that is next to appear. */
function nextStamp({ emulator, connection }: Subject, stream: string): string {
  const now = emulator.now;
  emulator.setNow(plus(now, 3 * dayS));
  const rows = emulator.truth(stream, connection.scope, { after: plus(now, 2 * hourS) });
  emulator.setNow(now);
  const stamps = rows.map((row) => String(row[cursorOf(stream)])).sort();
  return stamps[0] ?? '';
}

function syncedThrough({ connection }: Subject, stream: string): unknown {
  return connection.state(stream)?.synced_through;
}

describe.each(cases)('%s in %s scope', (stream, scope) => {
  it.concurrent('an entry that appears late in the list comes with the next sync', () =>
    withStream(stream, scope, { switches: { lateEntries: 600 } }, async (subject) => {
      const { emulator, sync, truth, connection } = subject;
      const stamp = nextStamp(subject, stream);
      emulator.setNow(plus(stamp, 5));
      const early = await sync();
      expect(early).toEqual(truth());
      expect(early.map((row) => row[cursorOf(stream)])).not.toContain(stamp);
      expect(syncedThrough(subject, stream)).toBe(emulator.now);
      emulator.setNow(plus(stamp, dayS));
      const late = await sync();
      expect(late).toEqual(truth(plus(stamp, 5 - hourS)));
      expect(late.map((row) => row[cursorOf(stream)])).toContain(stamp);
      expect(byKey(stream, connection.destination.rows(stream))).toEqual(truth());
    }),
  );

  it.concurrent('entries of the hour before the state are emitted again, and no others', () =>
    withStream(stream, scope, {}, async (subject) => {
      const { emulator, sync, truth } = subject;
      const stamp = nextStamp(subject, stream);
      emulator.setNow(plus(stamp, hourS));
      expect(await sync()).toEqual(truth());
      const again = await sync();
      expect(again).toEqual(truth(stamp));
      expect(again.map((row) => row[cursorOf(stream)])).toContain(stamp);
      emulator.setNow(plus(stamp, hourS + 1));
      await sync();
      expect((await sync()).map((row) => row[cursorOf(stream)])).not.toContain(stamp);
    }),
  );

  it.concurrent.each([
    ['three days', 3 * dayS],
    ['a minute', 60],
  ])('our clock is %s ahead: no entry of the time between is lost', (_name, ahead) =>
    withStream(stream, scope, {}, async (subject) => {
      const { emulator, sync, truth, connection } = subject;
      const stamp = nextStamp(subject, stream);
      emulator.setNow(plus(stamp, -30));
      expect(await sync({ now: plus(emulator.now, ahead) })).toEqual(truth());
      expect(syncedThrough(subject, stream)).toBe(emulator.now);
      emulator.setNow(plus(stamp, 2 * hourS));
      expect((await sync()).map((row) => row[cursorOf(stream)])).toContain(stamp);
      expect(byKey(stream, connection.destination.rows(stream))).toEqual(truth());
    }),
  );

  it.concurrent('our clock is behind: existing entries come now, and none is lost', () =>
    withStream(stream, scope, {}, async (subject) => {
      const { emulator, sync, truth, connection } = subject;
      expect(await sync({ now: plus(emulator.now, -3 * dayS) })).toEqual(truth());
      emulator.setNow(plus(emulator.now, dayS));
      await sync();
      expect(byKey(stream, connection.destination.rows(stream))).toEqual(truth());
    }),
  );

  it.concurrent.each(['offset', 'stable'] as const)(
    'entries that change or appear while the list is paged hide no other entry, with %s cursors',
    async (cursors) => {
      let isMoving = true;
      let pages = 0;
      const afterRequest: EmulatorOptions['afterRequest'] = ({ path }, emulator) => {
        if (!isMoving || !/\/(sessions|insights|audit-logs|guardrail-violations)$/.test(path)) return;
        pages += 1;
        emulator.setNow(plus(emulator.now, 6 * hourS));
      };
      await withStream(stream, scope, { switches: { cursors }, afterRequest }, async (subject) => {
        const { emulator, sync, truth, connection } = subject;
        await sync();
        expect(pages).toBeGreaterThan(1);
        expect(syncedThrough(subject, stream)).toBe(firstSync);
        isMoving = false;
        await sync();
        expect(syncedThrough(subject, stream)).toBe(emulator.now);
        expect(byKey(stream, connection.destination.rows(stream))).toEqual(truth());
      });
    },
  );

  it.concurrent('an end date: nothing after that day is read, and later syncs read only the look-back', () =>
    withStream(stream, scope, {}, async (subject) => {
      const { emulator, sync, truth, connection } = subject;
      const isInside = (row: Row): boolean => String(row[cursorOf(stream)]) <= '2026-10-31T23:59:59Z';
      const end = { config: { end_date: '2026-10-31' } };
      const rows = await sync(end);
      expect(rows).toEqual(truth().filter(isInside));
      expect(rows.length).toBeGreaterThan(0);
      expect(syncedThrough(subject, stream)).toBe('2026-10-31T23:59:59Z');
      emulator.resetLog();
      expect(await sync(end)).toEqual(truth('2026-10-31T22:59:59Z').filter(isInside));
      expect(emulator.requests.filter(({ path }) => path !== '/v3/self')).toHaveLength(1);
      expect(syncedThrough(subject, stream)).toBe('2026-10-31T23:59:59Z');
      // Without it the stream goes on.
      await sync();
      expect(byKey(stream, connection.destination.rows(stream))).toEqual(truth());
    }),
  );

  it.concurrent.each([
    ['null', null],
    ['of year 9999', '9999-12-31T00:00:00Z'],
    ['of year 0', '0000-01-01T00:00:00Z'],
  ])('a synced_through %s fails the stream and names the field', (_name, malformed) =>
    withStream(stream, scope, {}, async ({ connection, emulator }) => {
      const run = await withState(connection, stream, (state) => ({ ...state, synced_through: malformed }));
      expect(run.error(stream)).toMatchObject({
        failure_type: 'config_error',
        message: expect.stringMatching(new RegExp(`^${stream}: .*synced_through`)) as string,
      });
      expect(emulator.requests.filter(({ path }) => path !== '/v3/self')).toEqual([]);
    }),
  );

  it.concurrent('a state in the future: nothing is read, the state is kept, and a warning is logged', () =>
    withStream(stream, scope, {}, async ({ connection }) => {
      const run = await withState(connection, stream, (state) => ({
        ...state,
        synced_through: plus(firstSync, 60),
      }));
      expect([run.exitCode, run.records(stream)]).toEqual([0, []]);
      expect(run.state(stream)?.synced_through).toBe(plus(firstSync, 60));
      expect(run.logs('WARN')).toEqual([expect.stringMatching(`^${stream}: .* is in the future`)]);
    }),
  );
});

/** A sync from the state that a first one leaves, changed. */
async function withState(connection: Connection, stream: string, change: (state: Row) => Row): Promise<Run> {
  connection.emulator.setNow(firstSync);
  await connection.sync();
  connection.emulator.resetLog();
  for (const { stream: of } of connection.states) {
    if (of.stream_descriptor.name === stream) of.stream_state = change(of.stream_state);
  }
  return connection.sync();
}

describe.each(cases.filter(([stream]) => !(stream in ofEntries)))('%s in %s scope', (stream, scope) => {
  it.concurrent('where Devin ignores updated_after, the same rows come, and the log explains it', () =>
    withStream(stream, scope, { switches: { updatedAfter: 'ignored' } }, async (subject) => {
      const { emulator, sync, truth, connection } = subject;
      expect(await sync()).toEqual(truth());
      const stamp = nextStamp(subject, stream);
      emulator.setNow(stamp);
      const run = await connection.sync();
      expect(byKey(stream, run.records(stream))).toEqual(truth(plus(firstSync, -hourS)));
      expect(run.records(stream).length).toBeGreaterThan(0);
      expect(run.logs('INFO')).toContainEqual(
        expect.stringMatching(`^${stream}: .* ignores the time bounds of `),
      );
      expect(byKey(stream, connection.destination.rows(stream))).toEqual(truth());
    }),
  );
});

describe('audit_logs', () => {
  it.concurrent(
    'a window that fails stops no other; the stream fails and names it, and the next sync reads it',
    () =>
      withStream('audit_logs', 'enterprise', {}, async (subject) => {
        const { emulator, connection, truth } = subject;
        emulator.faults.add({
          ...{ path: '*/audit-logs', kind: 'status', status: 422 },
          occurrences: [1],
        });
        const run = await connection.sync();
        expect(run.exitCode).toBe(1);
        expect(run.error('audit_logs')?.message).toMatch(/1 of 2 windows .*\(2026-08-01 to 2026-08-\d\d\)/);
        expect(run.records('audit_logs').length).toBeGreaterThan(200);
        expect(connection.state('audit_logs')).not.toHaveProperty('synced_through');
        await subject.sync();
        expect(byKey('audit_logs', connection.destination.rows('audit_logs'))).toEqual(truth());
      }),
  );

  it.concurrent('after a failure in a long window, the next sync continues from the last page', () =>
    withStream('audit_logs', 'enterprise', {}, async (subject) => {
      const { emulator, connection, truth } = subject;
      emulator.faults.add({
        ...{ path: '*/audit-logs', kind: 'status', status: 422 },
        occurrences: [3],
      });
      const run = await connection.sync();
      expect(run.exitCode).toBe(1);
      const last = run.records('audit_logs').at(-1);
      expect(String(syncedThrough(subject, 'audit_logs')) < String(last?.created_at)).toBe(true);
      expect(String(syncedThrough(subject, 'audit_logs')) > '2026-09').toBe(true);
      await subject.sync();
      expect(byKey('audit_logs', connection.destination.rows('audit_logs'))).toEqual(truth());
    }),
  );
});
