import VError from 'verror';
import { dailyAggregateStream, type DailyAggregateOptions } from '../../../src/sync/shapes/daily-aggregate';
import { startOfDay } from '../../../src/sync/days';
import type { Declaration, ReadContext, StreamDefinition } from '../../../src/sync/define';
import { callsOfAnOutage } from '../../../src/devin/limits/outage';
import { scope, syncOf, throughJson } from '../read-context';
import { refusal, ScriptedDevin } from '../scripted-devin';

interface Row {
  date: string;
  id?: string;
  count: number;
  is_final: boolean;
}

const declared = {
  ...{ name: 'rows', description: 'Rows.', scopes: ['enterprise'], primaryKey: ['date'] },
  ...{ permission: {}, endpoint: '/rows', probes: () => [] },
  path: () => '/rows',
  row: (answer: unknown) => answer as { count: number },
  events: ({ count }: { count: number }) => new Map(count > 0 ? [['events', count]] : []),
} satisfies Declaration<Row> & DailyAggregateOptions<{ count: number }, object>;

const total = dailyAggregateStream<Row>(declared);

const byId = (ids: string[], hasZeroDays = false): StreamDefinition<Row> =>
  dailyAggregateStream<Row, { id?: string }>({
    ...declared,
    by: {
      name: 'people',
      filter: 'ids',
      current: () => Promise.resolve(new Map(ids.map((id) => [id, { id }]))),
      formerFields: (id) => ({ id }),
      hasZeroDays,
    },
  });

/** Answers with the sum of what happened, by day, or by id and day. */
function wire(
  happened: Readonly<Record<string, number>>,
  refuse: (ids: readonly string[], days: number) => void = () => undefined,
) {
  return new ScriptedDevin((_path, { time_after, time_before, ids }) => {
    const asked = ids as readonly string[] | undefined;
    refuse(asked ?? [], (Number(time_before) - Number(time_after)) / 86_400);
    const counts = Object.entries(happened).map(([key, count]) => {
      const [date = '', id = ''] = key.split(' ');
      const isInside = startOfDay(date) >= Number(time_after) && startOfDay(date) < Number(time_before);
      return isInside && (asked === undefined || asked.includes(id)) ? count : 0;
    });
    return { count: counts.reduce((sum, count) => sum + count, 0) };
  });
}

async function sync(
  stream: StreamDefinition<Row>,
  client: ScriptedDevin,
  options: Partial<ReadContext> = {},
) {
  const startDate = options.incomingState === undefined ? '2026-11-16' : undefined;
  const lookbackDays = { consumption: 7, metrics: 2 };
  const { context, log } = syncOf({ client, startDate, lookbackDays, ...options });
  const { state, rows } = stream.open(context);
  const read: Row[] = [];
  let error: unknown;
  try {
    for await (const batch of rows) read.push(...batch);
  } catch (thrown) {
    error = thrown;
  }
  return { rows: read, state: throughJson(state) as Record<string, unknown>, error, log };
}

const dated = { scope_id: scope.id, start_date: '2026-11-16', lookback_days: 2 };
const later = { lastDay: '2026-11-24', now: new Date('2026-11-25T09:00:00Z') };

describe('a daily aggregate', () => {
  it('has a row for every day, including zeros, in order, final outside the look-back', async () => {
    const { rows, state } = await sync(total, wire({ '2026-11-17': 3, '2026-11-20': 1 }));
    expect(rows).toEqual([
      { date: '2026-11-16', count: 0, is_final: true },
      { date: '2026-11-17', count: 3, is_final: true },
      { date: '2026-11-18', count: 0, is_final: true },
      { date: '2026-11-19', count: 0, is_final: false },
      { date: '2026-11-20', count: 1, is_final: false },
    ]);
    expect(state).toEqual({ ...dated, synced_through: '2026-11-20' });
  });

  it.each<[string, object, Partial<ReadContext>, string[]]>([
    ['the look-back counts from the state', {}, later, ['2026-11-19', '2026-11-24']],
    ['a larger stored look-back counts', { lookback_days: 4 }, later, ['2026-11-17', '2026-11-24']],
    ['never before the start date', { lookback_days: 30 }, later, ['2026-11-16', '2026-11-24']],
    ['the same day once more', {}, {}, ['2026-11-19', '2026-11-20']],
  ])('reads again: %s', async (_name, fields, options, [from, to]) => {
    const incomingState = { ...dated, synced_through: '2026-11-20', ...fields };
    const { rows, state } = await sync(total, wire({}), { incomingState, ...options });
    expect([rows[0]?.date, rows.at(-1)?.date]).toEqual([from, to]);
    expect(state.lookback_days).toBe(2);
  });

  it('keeps the windows before a failure and the larger look-back, and reads the windows after it', async () => {
    const incomingState = { ...dated, start_date: '2026-06-01', lookback_days: 5 };
    let requests = 0;
    const failing = wire({}, () => {
      if (++requests === 2) throw refusal('server_error');
    });
    const { rows, state, error } = await sync(total, failing, { incomingState, workers: 1 });
    expect(String(error)).toMatch(/1 of 2 windows could not be read \(2026-08-23 to 2026-11-20\)/);
    expect(state).toEqual({ ...incomingState, synced_through: '2026-08-22' });
    expect(rows.at(-1)?.date).toBe('2026-08-22');
  });

  it('never moves its state back, even if a long look-back is read from the start', async () => {
    const incomingState = {
      ...dated,
      start_date: '2026-01-01',
      lookback_days: 200,
      synced_through: '2026-11-20',
    };
    let requests = 0;
    const failing = wire({}, () => {
      if (++requests === 2) throw refusal('server_error');
    });
    const { rows, state, error } = await sync(total, failing, { incomingState, workers: 1 });
    const days = new Set(rows.map(({ date }) => date));
    expect([days.has('2026-05-24'), days.has('2026-05-25'), days.has('2026-11-20')]).toEqual([
      true,
      false,
      true,
    ]);
    expect(String(error)).toMatch(/1 of 3 windows could not be read/);
    expect(state).toEqual(incomingState);
  });

  it('keeps a state in the future, with its look-back', async () => {
    const incomingState = { ...dated, lookback_days: 30, synced_through: '2026-11-21' };
    const client = wire({});
    const { rows, state, log } = await sync(total, client, { incomingState });
    expect([rows, client.asked, state]).toEqual([[], [], incomingState]);
    expect(log).toEqual([expect.stringMatching(/^WARN .*2026-11-21/)]);
  });
});

describe('a daily aggregate by id', () => {
  const happened = { '2026-11-17 ada': 3, '2026-11-20 ada': 1, '2026-11-16 bela': 2 };

  it('has rows for the days with activity, each with Devin’s answer for that id and day', async () => {
    const { rows, state } = await sync(byId(['ada', 'bela', 'chidi']), wire(happened));
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        { date: '2026-11-17', id: 'ada', count: 3, is_final: true },
        { date: '2026-11-20', id: 'ada', count: 1, is_final: false },
        { date: '2026-11-16', id: 'bela', count: 2, is_final: true },
      ]),
    );
    expect(state).toEqual({ ...dated, synced_through: '2026-11-20', open: ['ada'], behind: {} });
  });

  it('may have rows for every day', async () => {
    const { rows } = await sync(byId(['ada', 'bela'], true), wire(happened));
    expect(rows).toHaveLength(10);
    expect(rows.filter(({ count }) => count > 0)).toHaveLength(3);
  });

  it('reads former members until their rows are final', async () => {
    const first = await sync(byId(['ada', 'bela']), wire(happened));
    const second = await sync(byId(['bela']), wire(happened), { incomingState: first.state, ...later });
    expect(second.rows).toEqual([{ date: '2026-11-20', id: 'ada', count: 1, is_final: true }]);
    expect(second.state.open).toEqual([]);
    const asked = new Set<string>();
    const client = wire(happened, (ids) => ids.forEach((id) => asked.add(id)));
    await sync(byId(['bela']), client, { incomingState: second.state, ...later });
    expect([...asked]).toEqual(['nobody-has-this-id', 'bela']);
  });

  it('a failure affects only its id, which is later read from the same date, even as a former member', async () => {
    const failing = wire(happened, (ids, days) => {
      if (ids.includes('ada') && days === 1) throw refusal('server_error');
    });
    const first = await sync(byId(['ada', 'bela']), failing);
    expect((first.error as Error).message).toMatch(/^1 of 2 people could not be read \(ada\)/);
    expect(first.rows).toEqual([{ date: '2026-11-16', id: 'bela', count: 2, is_final: true }]);
    expect(first.state).toMatchObject({ synced_through: '2026-11-20', behind: { ada: '2026-11-15' } });
    const second = await sync(byId(['bela']), wire(happened), { incomingState: first.state, ...later });
    expect(second.rows.filter(({ id }) => id === 'ada')).toHaveLength(2);
    expect(second.state).toMatchObject({ behind: {} });
  });

  it('halves a group that Devin refuses, down to the unknown ids', async () => {
    const failing = wire(happened, (ids) => {
      if (ids.includes('bela')) throw refusal(ids.length > 1 ? 'rejected' : 'not_found');
    });
    const { rows, error, log } = await sync(byId(['ada', 'bela']), failing);
    expect(error).toBeUndefined();
    expect(rows.map(({ id }) => id)).toEqual(['ada', 'ada']);
    expect(log).toEqual([expect.stringMatching(/^WARN Devin answered 404 for 1 of 2 people/)]);
  });

  it('fails before it emits wrong rows where Devin ignores the filter', async () => {
    const client = new ScriptedDevin(() => ({ count: 7 }));
    const { rows, error } = await sync(byId(['ada']), client);
    expect(rows).toEqual([]);
    expect((error as Error).message).toMatch(/ignores the filter ids of \/rows/);
    expect(VError.info(error as Error)).toMatchObject({ failureType: 'config_error' });
  });

  it('gives up when Devin no longer answers', async () => {
    const people = Array.from({ length: 40 * 50 }, (_, index) => `user-${index}`);
    const failing = wire({}, (ids) => {
      if (ids[0] !== 'nobody-has-this-id') throw refusal('server_error');
    });
    const { error } = await sync(byId(people), failing, { workers: 1 });
    expect((error as Error).message).toMatch(/the others were not asked/);
    expect(failing.asked.length).toBeLessThan(3 * callsOfAnOutage);
  });

  it('keeps a state in the future, with its open ids', async () => {
    const incomingState = {
      ...dated,
      lookback_days: 30,
      synced_through: '2026-11-21',
      open: ['ada'],
      behind: {},
    };
    const client = wire(happened);
    const { rows, state, log } = await sync(byId(['ada']), client, { incomingState });
    expect([rows, client.asked, state]).toEqual([[], [], incomingState]);
    expect(log).toEqual([expect.stringMatching(/^WARN .*2026-11-21/)]);
  });

  it.each<[string, object, RegExp]>([
    ['no open ids', { open: undefined }, /open/],
    ['open ids in a dictionary', { open: {} }, /open must be an array/],
    ['an open id that is a number', { open: [7] }, /open\/0 must be a string/],
    ['a date of null', { synced_through: null }, /synced_through must be a string/],
    ['a date in the year 0', { synced_through: '0000-01-01' }, /synced_through must be a date/],
    ['a date in the year 9999', { synced_through: '9999-12-31' }, /synced_through must be a date/],
    ['a start date in the year 9999', { start_date: '9999-12-31' }, /start_date must be a date/],
    ['a date of null of an id that is behind', { behind: { ada: null } }, /behind\/ada must be a string/],
    ['a look-back of 10,000', { lookback_days: 10_000 }, /lookback_days must be at most 365/],
  ])('refuses a malformed state, naming the field: %s', (_name, fields, problem) => {
    const incomingState = { ...dated, synced_through: '2026-11-20', open: [], ...fields };
    expect(() => byId([]).open(syncOf({ incomingState }).context)).toThrow(problem);
  });
});
