import type { Fault } from '../../emulator/faults/fault-kinds';
import type { EmulatorOptions } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { Connection } from './connection';
import { quietWorld, scopes, withEmulator } from './harness';
import { comparable, ordered, expectedChanges, expectedMembers } from './owed';
import type { Row } from './protocol';
import { skippedWaits } from './skipped-waits';

/** People with every story that there is; the eleventh and twelfth leave within two days, others join or change. */
const busyWorld: EmulatorOptions = { seed: 7, users: 25 };
const onlyMembers = { streams: ['members'] };
/** Always refused. */
const outage = { kind: 'status', status: 503, retryAfter: 0.05 } as const;

const idsOf = (rows: readonly Row[]): string[] => rows.map((row) => String(row.user_id)).sort();

describe.each(scopes)('%s scope', (scope) => {
  it.concurrent('members who join, change, leave or return are emitted once, and no others', () =>
    withEmulator(busyWorld, async (emulator) => {
      const connection = await Connection.create(emulator, { scope, ...onlyMembers });
      let before: Row[] = [];
      const kinds = new Set<string>();
      for (const day of ['21', '21', '22', '23', '24', '25', '26']) {
        const now = `2026-11-${day}T09:00:00Z`;
        emulator.setNow(now);
        const run = await connection.sync();
        const after = expectedMembers(emulator, scope);
        const records = run.records('members');
        expect(ordered(comparable(records))).toEqual(ordered(expectedChanges(before, after)));
        for (const { updated_at: updatedAt } of records)
          expect(Date.parse(String(updatedAt))).toBe(Date.parse(now));
        for (const record of before.length === 0 ? [] : records) {
          const isKnown = idsOf(before).includes(String(record.user_id));
          kinds.add(record.is_member === false ? 'left' : isKnown ? 'changed' : 'joined or returned');
        }
        const here = connection.rows('members').filter((row) => row.is_member);
        expect(ordered(comparable(here))).toEqual(ordered(after));
        before = after;
      }
      expect([...kinds].sort()).toEqual(['changed', 'joined or returned', 'left']);
    }),
  );

  it.concurrent('a full refresh emits the current members only, and later syncs continue from there', () =>
    withEmulator(busyWorld, async (emulator) => {
      const connection = await Connection.create(emulator, { scope, ...onlyMembers });
      await connection.sync();
      emulator.setNow('2026-11-23T09:00:00Z');
      const run = await connection.sync({ modes: { members: 'full_refresh' } });
      expect(ordered(comparable(run.records('members')))).toEqual(ordered(expectedMembers(emulator, scope)));
      expect((await connection.sync()).records('members')).toEqual([]);
    }),
  );
});

it.concurrent('a change of name or e-mail is a change; updated_at never goes back', () =>
  withEmulator(busyWorld, async (emulator) => {
    const connection = await Connection.create(emulator, onlyMembers);
    await connection.sync();
    const [person] = emulator.world.people;
    Object.assign(person ?? {}, { email: 'new.name@example.com', name: 'New Name' });
    emulator.setNow(emulator.now);
    const run = await connection.sync({ now: '2026-11-20T09:00:00Z' });
    expect(run.records('members')).toEqual([
      expect.objectContaining({ email: 'new.name@example.com', name: 'New Name', is_member: true }),
    ]);
    expect(run.records('members')[0]?.updated_at).toBe(connection.state('members')?.synced_at);
    expect(Date.parse(String(connection.state('members')?.synced_at))).toBe(Date.parse(emulator.now));
  }),
);

describe('no one is marked as a former member by mistake', () => {
  const users = '*/members/users';
  const groups = '*/members/idp-users';

  it.concurrent.each<[name: string, fault: Fault, says: RegExp]>([
    ['the list of direct members fails', { path: users, ...outage }, /^unreachable: members: .*503/],
    ['the list of group members fails', { path: groups, ...outage }, /^unreachable: members: .*503/],
    [
      'a list fails in its middle',
      { path: users, ...outage, occurrences: { from: 2 } },
      /^unreachable: .*503/,
    ],
    [
      'the second reading fails',
      { path: groups, ...outage, occurrences: { from: 2 } },
      /^unreachable: .*503/,
    ],
    [
      'a list is forbidden',
      { path: groups, kind: 'status', status: 403 },
      /^invalid_permissions: .*ViewAccountMembership/,
    ],
    [
      'the list of direct members is not found',
      { path: users, kind: 'status', status: 404 },
      /^invalid_permissions: .*404/,
    ],
    ['a member has no id', { path: users, kind: 'null-user-id' }, /user_id/],
    ['a list has no items', { path: groups, kind: 'missing-items' }, /items/],
    ['a list holds something else', { path: users, kind: 'wrong-types' }, /not as documented/],
    ['both lists are empty', { path: '*/members/*', kind: 'empty-list' }, /^no_resources: members: /],
  ])('where %s: the stream fails, emits nothing and keeps its state', (_, fault, says) =>
    withEmulator({ ...busyWorld, users: 250 }, async (emulator) => {
      const connection = await Connection.create(emulator, { ...onlyMembers, env: skippedWaits });
      await connection.sync();
      const before = connection.state('members');
      emulator.setNow('2026-11-23T09:00:00Z');
      emulator.faults.add(fault);
      const run = await connection.sync();
      expect([run.exitCode, run.outcome('members')]).toEqual([1, 'INCOMPLETE']);
      expect(run.error('members')?.message).toMatch(says);
      expect(run.records('members')).toEqual([]);
      expect(connection.state('members')).toEqual(before);
    }),
  );

  it.concurrent.each<[name: string, fault: Fault]>([
    ['the list of direct members is empty', { path: users, kind: 'empty-list', occurrences: [1] }],
    ['the list of group members is empty', { path: groups, kind: 'empty-list', occurrences: [1] }],
    [
      'the list of group members is not found',
      { path: groups, kind: 'status', status: 404, occurrences: [1] },
    ],
  ])('where %s once: the second reading finds everyone', (_, fault) =>
    withEmulator(busyWorld, async (emulator) => {
      const connection = await Connection.create(emulator, onlyMembers);
      await connection.sync();
      const planned = emulator.faults.add(fault);
      const run = await connection.sync();
      expect([run.exitCode, run.records('members')]).toEqual([0, []]);
      expect([planned.seen, planned.done]).toEqual([2, 1]);
    }),
  );

  it.concurrent('where the key belongs to another account of the same host', async () => {
    const first = await startEmulator(quietWorld);
    const { port } = first;
    const connection = await Connection.create(first, { config: { start_date: '2026-11-10' } });
    await connection.sync();
    await first.close();
    const second = await startEmulator({ ...quietWorld, seed: 8, port });
    const before = connection.states;
    const run = await connection.sync({ config: { api_key: second.keys.enterprise } });
    await second.close();
    for (const stream of ['members', 'daily_user_consumption']) {
      expect(run.outcome(stream)).toBe('INCOMPLETE');
      expect(run.error(stream)).toMatchObject({
        failure_type: 'config_error',
        message: expect.stringMatching(/None of the 8 members of earlier syncs is listed any more/) as string,
      });
      expect(run.records(stream)).toEqual([]);
    }
    for (const { stream } of before.filter(
      (state) => state.stream.stream_descriptor.name !== 'daily_pr_metrics',
    ))
      expect(connection.state(stream.stream_descriptor.name)).toEqual(stream.stream_state);
  });
});

it.concurrent.each(scopes)(
  'of several pages, each member is emitted once, whatever pages repeat: %s scope',
  (scope) =>
    withEmulator({ ...busyWorld, users: 900 }, async (emulator) => {
      emulator.faults.add({ path: '*/members/*', kind: 'duplicate-members' });
      const connection = await Connection.create(emulator, { scope, ...onlyMembers });
      const run = await connection.sync();
      const expectedRows = expectedMembers(emulator, scope);
      expect(ordered(comparable(run.records('members')))).toEqual(ordered(expectedRows));
      expect(emulator.requests.filter(({ path }) => path.endsWith('/users')).length).toBeGreaterThan(1);
      emulator.faults.clear();
      emulator.switches.listOrder = 'shuffled-per-request';
      expect((await connection.sync()).records('members')).toEqual([]);
    }),
);

it.concurrent('a list of group members that is answered with 404 means no groups', () =>
  withEmulator({ ...busyWorld, switches: { idpUsers: '404' } }, async (emulator) => {
    const run = await (await Connection.create(emulator, onlyMembers)).sync();
    const expectedRows = expectedMembers(emulator, 'enterprise');
    expect(ordered(comparable(run.records('members')))).toEqual(ordered(expectedRows));
    expect(expectedRows.every((member) => (member.idp_role_assignments as unknown[]).length === 0)).toBe(
      true,
    );
  }),
);
