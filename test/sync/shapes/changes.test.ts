import { startOfDay } from '../../../src/sync/days';
import type { ReadContext } from '../../../src/sync/define';
import { syncChanges, streamOf, type ChangesSync } from './changes-sync';
import { ChangingList, instant, type Entry, type ListHabits } from './changing-list';
import { scope, syncOf } from '../read-context';

const hour = 3600;
const day = 24 * hour;
/** 08:00Z of the start date. */
const zero = startOfDay('2026-11-01');
const kinds = ['updated', 'append-only'] as const;
const stateAt = (seconds: number) => ({
  ...{ scope_id: scope.id, start_date: '2026-11-01' },
  synced_through: instant(seconds),
});
const ids = ({ rows }: ChangesSync): string[] => rows.map(({ item_id }) => item_id);
const entry = (id: string, ...stamps: number[]): Entry => ({ id, stamps });

describe.each(kinds)('a list that is %s', (kind) => {
  const stream = streamOf(kind);

  async function sync(
    entries: readonly Entry[],
    nowS: number,
    incomingState?: unknown,
    options: Partial<ReadContext> & { readonly habits?: ListHabits } = {},
  ): Promise<ChangesSync & { readonly list: ChangingList }> {
    const list = new ChangingList(entries, nowS, { order: 'oldest first', ...options.habits });
    const result = await syncChanges(stream, list, { incomingState, startDate: '2026-11-01', ...options });
    return { ...result, list };
  }

  test('a first sync reads from 08:00Z of the start date until now', async () => {
    const entries = [entry('early', zero - 1), entry('first', zero), entry('last', zero + hour)];
    const first = await sync(entries, zero + hour);
    expect(ids(first)).toEqual(['first', 'last']);
    expect(first.state).toEqual(stateAt(zero + hour));
  });

  test('the next one reads an hour again, for entries that appear late', async () => {
    const entries = [
      entry('old', zero + day - hour - 1),
      entry('again', zero + day - hour),
      { id: 'late', stamps: [zero + day - 5], delayS: 10 },
      entry('new', zero + day + 60),
    ];
    const first = await sync(entries, zero + day);
    expect(ids(first)).toEqual(['old', 'again']);
    const second = await sync(entries, zero + 2 * day, first.state);
    expect(ids(second)).toEqual(['again', 'late', 'new']);
    expect(second.state).toEqual(stateAt(zero + 2 * day));
  });

  test('nothing is read before the start date', async () => {
    const entries = [entry('early', zero - 1), entry('first', zero)];
    const after = await sync(entries, zero + day, stateAt(zero + 60));
    expect(ids(after)).toEqual(['first']);
  });

  test.each([true, false])('entries in the second of a bound are read, inclusive: %s', async (inclusive) => {
    const habits = { areBoundsInclusive: inclusive };
    const entries = [zero, zero + day - hour, zero + day, zero + 2 * day].map((at) => entry(instant(at), at));
    const first = await sync(entries, zero + day, undefined, { habits });
    expect(ids(first)).toEqual([zero, zero + day - hour, zero + day].map(instant));
    const second = await sync(entries, zero + 2 * day, first.state, { habits });
    expect(ids(second)).toEqual([zero + day - hour, zero + day, zero + 2 * day].map(instant));
  });

  test("our clock is ahead: the state moves to Devin's time", async () => {
    const now = new Date((zero + 4 * day) * 1000);
    const completeUntil = new Date((zero + day) * 1000 + 999);
    const entries = [entry('new', zero + day + 30)];
    const first = await sync(entries, zero + day, undefined, { now, completeUntil });
    expect([ids(first), first.state]).toEqual([[], stateAt(zero + day)]);
    const second = await sync(entries, zero + day + 60, first.state, { now });
    expect(ids(second)).toEqual(['new']);
  });

  test('our clock is behind: listed entries are emitted, now and next time', async () => {
    const entries = [entry('ahead', zero + 2 * day)];
    const now = new Date((zero + day) * 1000);
    const first = await sync(entries, zero + 2 * day, undefined, { now, completeUntil: now });
    expect([ids(first), first.state]).toEqual([['ahead'], stateAt(zero + day)]);
    expect(ids(await sync(entries, zero + 3 * day, first.state))).toEqual(['ahead']);
  });

  test('the state never moves back', async () => {
    const context = { completeUntil: new Date((zero + day) * 1000) };
    const after = await sync(
      [],
      zero + day,
      { ...stateAt(zero), synced_through: instant(zero + day) },
      context,
    );
    expect(after.state).toEqual(stateAt(zero + day));
  });

  test('a state in the future reads nothing and is kept, with a warning', async () => {
    const after = await sync([entry('item', zero)], zero, stateAt(zero + 10));
    expect([ids(after), after.state, after.list.asked]).toEqual([[], stateAt(zero + 10), []]);
    expect(after.log).toEqual(['WARN The state, 2026-11-01T08:00:10Z, is in the future: nothing is read.']);
  });

  test('a start date in the future reads nothing, with a warning', async () => {
    const after = await sync([entry('item', zero)], zero - day);
    expect([ids(after), after.list.asked]).toEqual([[], []]);
    expect(after.state).not.toHaveProperty('synced_through');
    expect(after.log).toEqual([expect.stringMatching(/^WARN The start date, 2026-11-01, is in the future/)]);
  });

  test('an earlier start date starts over, with a warning', async () => {
    const entries = [entry('item', zero - 80_000)];
    const after = await sync(entries, zero + day, stateAt(zero + 10), { startDate: '2026-10-31' });
    expect(ids(after)).toEqual(['item']);
    expect(after.state).toEqual({ ...stateAt(zero + day), start_date: '2026-10-31' });
    expect(after.log).toEqual([expect.stringMatching(/^WARN start_date/)]);
  });

  describe('with an end date', () => {
    const endDate = '2026-11-10';
    const end = Date.parse('2026-11-11T00:00:00Z') / 1000 - 1;
    const entries = [
      entry('first', zero),
      entry('hour', end - hour),
      entry('last', end),
      entry('after', end + 1),
    ];

    test('nothing after that UTC day is emitted, and the state stays at its end', async () => {
      const first = await sync(entries, zero + 30 * day, undefined, { endDate });
      expect(ids(first)).toEqual(['first', 'hour', 'last']);
      expect(first.state).toEqual(stateAt(end));
      const second = await sync(entries, zero + 40 * day, first.state, { endDate });
      expect([ids(second), second.state]).toEqual([['hour', 'last'], stateAt(end)]);
      // Devin is asked for the hour, and not for all that has happened since.
      expect(second.list.asked).toEqual([{ after: end - hour - 1, before: end + 1 }]);
    });

    test('a state a little after it reads the rest of the hour and is kept', async () => {
      const state = stateAt(end + hour / 2);
      const after = await sync(entries, zero + 30 * day, state, { endDate });
      expect([ids(after), after.state]).toEqual([['last'], state]);
    });

    test('before that day is over, the state is the same as without an end date', async () => {
      const first = await sync(entries, end - hour, undefined, { endDate });
      expect([ids(first), first.state]).toEqual([['first', 'hour'], stateAt(end - hour)]);
      const second = await sync(entries, zero + 30 * day, first.state, { endDate });
      expect([ids(second), second.state]).toEqual([['hour', 'last'], stateAt(end)]);
    });

    test('when it is removed, the stream continues from there', async () => {
      const next = await sync(entries, zero + 30 * day, stateAt(end));
      expect([ids(next), next.state]).toEqual([['hour', 'last', 'after'], stateAt(zero + 30 * day)]);
    });

    test('a state after it reads nothing and is kept, with a warning', async () => {
      const after = await sync(entries, zero + 30 * day, stateAt(zero + 20 * day), { endDate });
      expect([ids(after), after.state, after.list.asked]).toEqual([[], stateAt(zero + 20 * day), []]);
      expect(after.log).toEqual([
        expect.stringMatching(/^WARN The state, .* after the end date, 2026-11-10:/),
      ]);
    });
  });

  test.each<[string, object]>([
    ['null', { synced_through: null }],
    ['a date instead of a time', { synced_through: '2026-11-01' }],
    ['a number', { synced_through: zero }],
    ['year 0', { synced_through: '0000-01-01T00:00:00Z' }],
    ['before 2000', { synced_through: '1999-12-31T23:59:59Z' }],
    ['after 2999', { synced_through: '3000-01-01T00:00:00Z' }],
    ['year 9999', { synced_through: '9999-12-31T23:59:59Z' }],
    ['not in the calendar', { synced_through: '2026-02-31T00:00:00Z' }],
    ['no start date', { start_date: undefined }],
    ['start_date null', { start_date: null }],
    ['start_date of year 0', { start_date: '0000-01-01' }],
    ['start_date of year 9999', { start_date: '9999-12-31' }],
  ])('a malformed state is refused with the name of the field: %s', (_name, fields) => {
    const [field = ''] = Object.keys(fields);
    const incomingState = { ...stateAt(zero), ...fields };
    const opening = () => stream.open(syncOf({ incomingState }).context);
    expect(opening).toThrow(new RegExp(`malformed: .*${field}`));
    expect(opening).toThrow(expect.objectContaining({ jse_info: { failureType: 'config_error' } }) as Error);
  });

  describe.each([1, 200])('while the list is paged after %d days', (days) => {
    const now = zero + days * day;
    const changes: [string, ListHabits['order'], Entry][] = [
      ['changes', 'newest first', entry('5', zero + 5, now + 5)],
      ['changes and the list has an order of its own', 'by id', entry('1', zero + 1, now + 5)],
    ];

    test.each<[string, ListHabits['order'], Entry]>([
      ...(kind === 'updated' ? changes : []),
      ['is new', 'newest first', entry('6', now + 5)],
      ['appears late, before what was read', 'oldest first', { ...entry('0', zero), delayS: now + 5 - zero }],
    ])('an entry %s: no other is lost', async (_name, order, changing) => {
      const others = ['1', '2', '3', '4', '5'].filter((id) => id !== changing.id);
      const entries = [...others.map((id) => entry(id, zero + Number(id))), changing];
      const first = await sync(entries, now, undefined, {
        habits: { order, itemsPerPage: 2, secondsPerRequest: 10 },
      });
      expect(ids(first)).toEqual(expect.arrayContaining(others));
      expect(new Set(first.rows.map((row) => JSON.stringify(row))).size).toBe(first.rows.length);
      const last = changing.stamps.at(-1) ?? 0;
      if (last < now) return;
      const second = await sync(entries, now + hour, first.state, { habits: { order } });
      expect(second.rows).toContainEqual({ item_id: changing.id, updated_at: instant(last) });
    });
  });

  test('where Devin ignores the bounds, the list is read once, the log says so, and only wanted entries are emitted', async () => {
    const entries = Array.from({ length: 12 }, (_, index) =>
      entry(`${index}`, zero + (index * 20 - 100) * day),
    );
    const habits = { areBoundsIgnored: true, itemsPerPage: 5 };
    const first = await sync(entries, zero + 200 * day, undefined, { habits });
    expect(ids(first)).toEqual(['5', '6', '7', '8', '9', '10', '11']);
    // One more request finds out.
    expect([first.list.asked.length, first.list.requestCount]).toEqual([2, 4]);
    expect(first.log).toEqual([expect.stringMatching(/^INFO Devin ignores the time bounds of \/items:/)]);
    const second = await sync(entries, zero + 201 * day, first.state, { habits });
    expect([ids(second), second.state]).toEqual([[], stateAt(zero + 201 * day)]);
  });

  test('where Devin rounds the bounds to days, all wanted entries are emitted and no others', async () => {
    const entries = Array.from({ length: 300 }, (_, index) => entry(`${index}`, zero + (index - 0.5) * day));
    const habits = { boundsOffBy: day };
    const { rows, log } = await sync(entries, zero + 299 * day, undefined, { habits });
    expect(rows.map(({ item_id: id }) => id)).toEqual(entries.slice(1).map(({ id }) => id));
    expect(log).toEqual([]);
  });

  test('where Devin ignores the bounds and the order', async () => {
    const entries = Array.from({ length: 12 }, (_, index) => entry(`${index}`, zero + index * 20 * day));
    const habits = { areBoundsIgnored: true, itemsPerPage: 5, order: 'newest first' as const };
    const first = await sync(entries, zero + 300 * day, undefined, { habits });
    expect(new Set(ids(first))).toEqual(new Set(entries.map(({ id }) => id)));
    expect(first.list.asked.length).toBeLessThanOrEqual(2);
  });
});

describe('an updated list', () => {
  const stream = streamOf('updated');

  test('is one pass without an upper bound, even for a long history, so that a changed entry stays in it', async () => {
    const list = new ChangingList([], zero + 400 * day);
    await syncChanges(stream, list, { startDate: '2026-11-01' });
    expect(list.asked).toEqual([{ after: zero - 1, before: undefined }]);
  });

  test('an entry that changes during a read up to an end date, and so leaves the range, hides no other', async () => {
    const entries = [entry('1', zero), entry('2', zero + 1), entry('3', zero + 2, zero + 30 * day + 5)];
    const list = new ChangingList(entries, zero + 30 * day, { itemsPerPage: 1, secondsPerRequest: 10 });
    const { rows } = await syncChanges(stream, list, { startDate: '2026-11-01', endDate: '2026-11-10' });
    expect(rows.map(({ item_id: id }) => id)).toEqual(expect.arrayContaining(['1', '2']));
  });

  test('moves its state only at the end of the pass', async () => {
    const entries = Array.from({ length: 60 }, (_, index) => entry(`${index}`, zero + index));
    const list = new ChangingList(entries, zero + day, {
      order: 'oldest first',
      itemsPerPage: 30,
      failing: [1],
    });
    const { rows, state, error } = await syncChanges(stream, list, { startDate: '2026-11-01' });
    expect(error).toMatchObject({ outcome: 'server_error' });
    expect(rows).toHaveLength(30);
    expect(state).not.toHaveProperty('synced_through');
  });
});

describe('an append-only list', () => {
  const stream = streamOf('append-only');
  const start = { startDate: '2026-11-01' };
  const dates = ({ asked }: ChangingList) =>
    asked.map(({ after, before }) => [instant(after), before === undefined ? undefined : instant(before)]);

  test('is read in windows of less than 90 days, the last one without an upper bound', async () => {
    const nowS = Date.parse('2027-05-01T06:00:00Z') / 1000;
    const list = new ChangingList([], nowS);
    await syncChanges(stream, list, start);
    expect(dates(list)).toEqual([
      ['2026-11-01T07:59:59Z', '2026-11-05T00:00:00Z'],
      ['2026-11-04T23:59:59Z', '2027-02-02T00:00:00Z'],
      ['2027-02-01T23:59:59Z', undefined],
    ]);
  });

  test('a window that fails stops no other; the state does not pass it, and the error names it', async () => {
    const nowS = Date.parse('2027-05-01T00:00:00Z') / 1000;
    const entries = [entry('old', zero + 5), entry('failing', zero + 50 * day), entry('new', nowS - 5)];
    const list = new ChangingList(entries, nowS, { failing: [1] });
    const first = await syncChanges(stream, list, start);
    expect(ids(first)).toEqual(['old', 'new']);
    expect(first.state.synced_through).toBe('2026-11-04T23:59:59Z');
    expect(first.error).toMatchObject({
      message: expect.stringMatching(/^1 of 3 windows .*\(2026-11-05 to 2027-02-01\)/) as string,
      jse_cause: { outcome: 'server_error' },
    });
    const second = await syncChanges(stream, new ChangingList(entries, nowS), {
      ...start,
      incomingState: first.state,
    });
    expect(ids(second)).toEqual(['failing', 'new']);
    expect(second.error).toBeUndefined();
  });

  test.each<[string, ListHabits['order'], string | undefined]>([
    ['moves with the pages where they come oldest first', 'oldest first', instant(zero + 39 * 60 - 1)],
    ['waits for the end where they come newest first', 'newest first', undefined],
    ['waits for the end where they come in another order', 'by id', undefined],
  ])('a pass that fails midway: state %s', async (_name, order, syncedThrough) => {
    const entries = Array.from({ length: 100 }, (_, index) => entry(`${index}`, zero + index * 60));
    const list = new ChangingList(entries, zero + day, { order, itemsPerPage: 40, failing: [1] });
    const first = await syncChanges(stream, list, start);
    expect(first.error).toMatchObject({ outcome: 'server_error' });
    expect(first.state.synced_through).toBe(syncedThrough);
    const again = new ChangingList(entries, zero + day, { order });
    const second = await syncChanges(stream, again, { ...start, incomingState: first.state });
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(100);
  });
});
