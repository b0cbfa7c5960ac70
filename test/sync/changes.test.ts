import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changesStream } from '../../src/sync/changes';
import type { ReadContext } from '../../src/sync/define';
import { scope, syncOf, throughJson } from './read-context';
import { refusal, ScriptedDevin } from './scripted-devin';

interface Item {
  item_id: string;
  updated_at: string;
}

const zero = Date.parse('2026-11-01T08:00:00Z') / 1000;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

const stream = changesStream<Item>({
  ...{
    name: 'items',
    description: 'Items.',
    scopes: ['enterprise'],
    primaryKey: ['item_id'],
    cursorField: 'updated_at',
  },
  ...{ permission: {}, endpoint: '/items', probes: () => [] },
  path: () => '/items',
  query: (after, before) => ({ updated_after: after, updated_before: before }),
  row: (item) => item as Item,
});

/** Items by id with the instants at which they change, as a list that is open on both sides or on none. */
function devin(
  changes: Readonly<Record<string, readonly number[]>>,
  now: number,
  isInclusive: boolean,
  failing = -1,
) {
  let requests = 0;
  return new ScriptedDevin((_path, query) => {
    if (requests++ === failing) throw refusal('server_error');
    const [after, before] = [Number(query.updated_after), Number(query.updated_before)];
    assert.ok(before <= now, 'nothing is asked of the future');
    return Object.entries(changes).flatMap(([item_id, instants]) => {
      const last = instants.filter((instant) => instant <= now).at(-1);
      const isInside =
        last !== undefined && (isInclusive ? last >= after && last <= before : last > after && last < before);
      return isInside ? [{ item_id, updated_at: iso(last) }] : [];
    });
  });
}

async function sync(
  client: ScriptedDevin,
  now: number,
  incomingState: unknown,
  options: Partial<ReadContext> = {},
) {
  const context = { client, incomingState, now: new Date(now * 1000), startDate: '2026-11-01', ...options };
  const { context: complete, log } = syncOf(context);
  const { state, rows } = stream.open(complete);
  const read: Item[] = [];
  let error: unknown;
  try {
    for await (const batch of rows) read.push(...batch);
  } catch (thrown) {
    error = thrown;
  }
  return {
    rows: read,
    state: throughJson(state) as { synced_through?: string; start_date: string },
    error,
    log,
  };
}

test('a first sync reads from 08:00Z of the start date until now, and the next one from there', async () => {
  const changes = { early: [zero - 1], first: [zero], last: [zero + 3600] };
  const first = await sync(devin(changes, zero + 3600, true), zero + 3600, undefined);
  expect(first.rows.map(({ item_id }) => item_id)).toEqual(['first', 'last']);
  expect(first.state).toEqual({
    scope_id: scope.id,
    start_date: '2026-11-01',
    synced_through: iso(zero + 3600),
  });
  const later = devin({ ...changes, last: [zero + 3600, zero + 7200] }, zero + 7200, true);
  const second = await sync(later, zero + 7200, first.state);
  expect(second.rows).toEqual([{ item_id: 'last', updated_at: iso(zero + 7200) }]);
  expect(second.state.synced_through).toBe(iso(zero + 7200));
});

test.each([
  ['are included', true],
  ['are not', false],
])(
  'what changes in the very second of a sync is read, now or next time, whether bounds %s',
  async (_name, isInclusive) => {
    const changes = { first: [zero], second: [zero + 3600] };
    const first = await sync(devin(changes, zero + 3600, isInclusive), zero + 3600, undefined);
    const second = await sync(devin(changes, zero + 7200, isInclusive), zero + 7200, first.state);
    const read = [...first.rows, ...second.rows].map(({ item_id }) => item_id);
    expect(new Set(read)).toEqual(new Set(['first', 'second']));
  },
);

test('no request spans more than 90 days, and a failure keeps the windows before it', async () => {
  const now = Date.parse('2027-05-01T00:00:00Z') / 1000;
  const client = devin({ old: [zero + 5], new: [now - 5] }, now, true, 1);
  const { rows, state, error } = await sync(client, now, undefined);
  expect(error).toMatchObject({ outcome: 'server_error' });
  expect(rows.map(({ item_id }) => item_id)).toEqual(['old']);
  const rest = await sync(devin({ old: [zero + 5], new: [now - 5] }, now, true), now, state);
  expect(rest.rows.map(({ item_id }) => item_id)).toEqual(['new']);
});

test('a state in the future reads nothing and is left alone, with a warning', async () => {
  const state = { scope_id: scope.id, start_date: '2026-11-01', synced_through: iso(zero + 10) };
  const after = await sync(devin({}, zero, true), zero, state);
  expect([after.rows, after.state]).toEqual([[], state]);
  expect(after.log).toEqual([expect.stringMatching(/^WARN .*lies in the future/)]);
});

test('an earlier start date starts over, with a warning', async () => {
  const state = { scope_id: scope.id, start_date: '2026-11-01', synced_through: iso(zero + 10) };
  const changes = { item: [zero - 80_000] };
  const after = await sync(devin(changes, zero + 20, true), zero + 20, state, { startDate: '2026-10-31' });
  expect(after.rows).toHaveLength(1);
  expect(after.state.start_date).toBe('2026-10-31');
  expect(after.log).toEqual([expect.stringMatching(/^WARN start_date/)]);
});

test.each<[string, object, RegExp]>([
  ['a date in place of a time', { synced_through: '2026-11-01' }, /synced_through/],
  ['a number', { synced_through: zero }, /synced_through/],
  ['no start date', { start_date: undefined }, /start_date/],
])('a malformed state is refused, naming the field: %s', (_name, fields, problem) => {
  const incomingState = { scope_id: scope.id, start_date: '2026-11-01', ...fields };
  expect(() => stream.open(syncOf({ incomingState }).context)).toThrow(problem);
});

test('whatever changes when, and whatever fails, every item ends as it last changed', async () => {
  const instants = fc
    .uniqueArray(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 5 })
    .map((offsets) => offsets.sort((one, other) => one - other).map((offset) => zero + offset * 50));
  const syncs = fc.array(
    fc.record({
      gap: fc.nat({ max: 60_000 }).map((steps) => steps * 50),
      failing: fc.integer({ min: -3, max: 2 }),
    }),
    { maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(instants, { maxLength: 6 }),
      syncs,
      fc.boolean(),
      async (all, plan, isInclusive) => {
        const changes = Object.fromEntries(all.map((each, index) => [`item-${index}`, each]));
        const destination = new Map<string, string>();
        let state: unknown;
        let now = zero;
        const end = zero + 200_000 * 50 + 50;
        for (const { gap, failing } of [...plan, { gap: 0, failing: -1 }]) {
          now = failing === -1 && gap === 0 ? end : Math.min(now + gap, end);
          const result = await sync(devin(changes, now, isInclusive, failing), now, state);
          for (const { item_id, updated_at } of result.rows) destination.set(item_id, updated_at);
          const before = (state as { synced_through?: string } | undefined)?.synced_through ?? '';
          assert.ok((result.state.synced_through ?? '') >= before);
          state = result.state;
        }
        // What changed in the very last second may be left to the next sync, where bounds are exclusive.
        const last = await sync(devin(changes, end + 60, isInclusive), end + 60, state);
        for (const { item_id, updated_at } of last.rows) destination.set(item_id, updated_at);
        const expected = all.map((each, index): [string, string] => [
          `item-${index}`,
          iso(each.at(-1) as number),
        ]);
        expect(new Map([...destination].sort())).toEqual(new Map(expected));
      },
    ),
    { numRuns: 60 },
  );
});
