import type { FaultKind } from '../../emulator/faults/fault-kinds';
import type { Emulator, EmulatorOptions } from '../../emulator/emulator';
import { Connection } from './connection';
import { discover, withEmulator, type ScopeName } from './harness';
import { expectedRows, ofEachSession } from './owed-streams';
import type { Row } from './protocol';
import { skippedWaits } from './skipped-waits';

/*
 * What a failure of one user, organization or service user means for the others: nothing. The table has every stream that
 * asks for each of many. Streams that ask for each session have a table of their own, in
 * test/sync/shapes/per-session.test.ts.
 */

const config = { start_date: '2026-11-01', consumption_lookback_days: 3, metrics_lookback_days: 3 };

type Field = 'user_id' | 'org_id' | 'service_user_id';

const fanOuts: [stream: string, scope: ScopeName, field: Field][] = [
  ['daily_user_consumption', 'enterprise', 'user_id'],
  ['daily_user_consumption', 'organization', 'user_id'],
  ['daily_organization_consumption', 'enterprise', 'org_id'],
  ['daily_service_user_consumption', 'enterprise', 'service_user_id'],
  ['daily_user_pr_metrics', 'enterprise', 'user_id'],
  ['daily_user_pr_metrics', 'organization', 'user_id'],
  ['daily_user_session_metrics', 'enterprise', 'user_id'],
  ['daily_user_session_metrics', 'organization', 'user_id'],
  ['daily_organization_pr_metrics', 'enterprise', 'org_id'],
];

/** People who never join or leave, with consumption visible at once: the expected rows depend only on days. */
const world: EmulatorOptions = {
  ...{ seed: 7, users: 16, switches: { settle: 'immediate' } },
  customize: (people) => {
    const isHereAllTheTime = ({ direct, idp }: (typeof people)[number]) =>
      [...direct, ...idp].every(({ from, to }) => from < Date.parse('2026-10-01') / 1000 && to === Infinity);
    people.splice(0, people.length, ...people.filter(isHereAllTheTime));
  },
};

it('the table has every stream that reads one subject at a time', async () => {
  const streams = [...(await discover('enterprise')), ...(await discover('organization'))];
  const keyed = streams
    .filter(({ source_defined_primary_key: key }) => key.length === 2)
    .map(({ name }) => name)
    .filter((name) => !ofEachSession.includes(name));
  expect(fanOuts.map(([stream]) => stream).sort()).toEqual(keyed.sort());
});

/** Makes every request for one of the ids end so, alone or in a group. */
function strike(emulator: Emulator, field: Field, id: string, kind: FaultKind): void {
  emulator.faults.add({ ...kind, path: `*/consumption/daily/*/${id}` });
  emulator.faults.add({ ...kind, path: '*/metrics/*', query: { [`${field}s`]: id } });
}

function everyRow(emulator: Emulator, scope: ScopeName, stream: string): Row[] {
  return [...(expectedRows({ emulator, scope, config }, [stream]).rows[stream] ?? [])];
}

/** Ids with rows, those with the most rows first. */
function idsOf(rows: readonly Row[], field: Field): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(String(row[field]), (counts.get(String(row[field])) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([id]) => id);
}

const kinds: [name: string, kind: FaultKind, isFailure: boolean][] = [
  ['403', { kind: 'status', status: 403 }, true],
  ['404', { kind: 'status', status: 404 }, false],
  ['422', { kind: 'status', status: 422 }, true],
  ['500', { kind: 'status', status: 500 }, true],
  ['a broken connection', { kind: 'reset' }, true],
  ['another shape', { kind: 'wrong-types' }, true],
];

describe.each(fanOuts)('%s in %s scope: one subject of many', (stream, scope, field) => {
  it.concurrent.each(kinds)(
    'answered %s does not affect others in any sync, and loses nothing',
    (_name, kind, isFailure) =>
      withEmulator(world, async (emulator) => {
        const options = { scope, config, streams: [stream], env: skippedWaits };
        const connection = await Connection.create(emulator, options);
        const [ill = ''] = idsOf(everyRow(emulator, scope, stream), field);
        strike(emulator, field, ill, kind);
        for (const day of [21, 22]) {
          emulator.setNow(`2026-11-${day}T09:00:00Z`);
          const run = await connection.sync();
          expect(run.exitCode).toBe(isFailure ? 1 : 0);
          if (isFailure) expect(run.error(stream)?.message).toContain(ill);
          else expect(run.logs('WARN').join()).toMatch(/Devin answered 404 for 1 of/);
          const healthy = everyRow(emulator, scope, stream).filter((row) => row[field] !== ill);
          const from = day === 21 ? '2026-11-01' : `2026-11-${day - 4}`;
          const rows = run.records(stream).filter((row) => row[field] !== ill);
          expect(dated(rows)).toEqual(dated(healthy.filter(({ date }) => String(date) >= from)));
        }
        emulator.faults.clear();
        expect((await connection.sync()).exitCode).toBe(0);
        const found = connection.destination.rows(stream);
        const all = everyRow(emulator, scope, stream);
        expect(dated(found)).toEqual(dated(all));
        const isIll = (row: Row) => row[field] === ill;
        expect(found.filter(isIll).sort(byDate)).toEqual(all.filter(isIll).sort(byDate));
        const state = JSON.stringify(connection.state(stream));
        expect(state).not.toContain('not_found');
      }),
  );

  it.concurrent('a subject that is answered has every row in the sync that refuses all others', () =>
    withEmulator(world, async (emulator) => {
      const ids = idsOf(everyRow(emulator, scope, stream), field);
      const [well = '', ...others] = ids;
      for (const id of others) strike(emulator, field, id, { kind: 'status', status: 403 });
      const options = { scope, config, streams: [stream], env: skippedWaits };
      const connection = await Connection.create(emulator, options);
      for (const day of [21, 22]) {
        emulator.setNow(`2026-11-${day}T09:00:00Z`);
        const run = await connection.sync();
        expect(run.error(stream)?.message).toMatch(
          new RegExp(`: ${others.length} of \\d+ .* could not be read`),
        );
        const own = everyRow(emulator, scope, stream).filter((row) => row[field] === well);
        const written = connection.destination.rows(stream).filter((row) => row[field] === well);
        expect(dated(written)).toEqual(dated(own));
      }
    }),
  );
});

/** Rows by day and id, without what a later sync may change. */
function dated(rows: readonly Row[]): string[] {
  return rows
    .map((row) => JSON.stringify([row.date, row.user_id ?? row.org_id ?? row.service_user_id]))
    .sort();
}

function byDate(one: Row, other: Row): number {
  return String(one.date) < String(other.date) ? -1 : 1;
}
