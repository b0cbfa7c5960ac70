import VError from 'verror';
import { eachDay } from '../../../src/sync/days';
import type { ReadContext } from '../../../src/sync/define';
import { dailyListStream } from '../../../src/sync/shapes/daily-list';
import { waitingSlices } from '../../../src/sync/shapes/daily-list-by';
import { callsOfAnOutage } from '../../../src/devin/limits/outage';
import type { SubjectsState } from '../../../src/sync/state/subjects-state';
import { scope, syncOf, throughJson } from '../read-context';
import { consumed, refusal, ScriptedDevin } from '../scripted-devin';

interface Row {
  date: string;
  id: string;
  acus: number;
  there: boolean;
  is_final: boolean;
}

const streamOf = (...there: string[]) =>
  dailyListStream<Row, { id: string; there: boolean }>({
    ...{ name: 'daily_rows', description: 'Rows.', scopes: ['enterprise'], primaryKey: ['date', 'id'] },
    ...{ permission: {}, endpoint: '/rows', probes: () => [] },
    path: () => '/total',
    row: ({ acus }) => ({ acus }),
    by: {
      name: 'people',
      current: () => Promise.resolve(new Map(there.map((id) => [id, { id, there: true }]))),
      formerFields: (id) => ({ id, there: false }),
      path: (_scope, id) => `/${id}`,
    },
  });

interface Outcome {
  readonly rows: Row[];
  readonly state: SubjectsState;
  readonly error: Error | undefined;
  readonly log: string[];
  readonly asked: string[];
}

/** One sync from a start date of three days ago, in which `answer` says what the path of a person is answered. */
async function sync(
  there: readonly string[],
  answer: (path: string) => unknown,
  options: Partial<ReadContext> = {},
): Promise<Outcome> {
  const client = new ScriptedDevin((path) => ({ consumption_by_date: answer(path) }));
  const startDate = options.incomingState === undefined ? '2026-11-18' : undefined;
  const { context, log } = syncOf({ client, startDate, ...options });
  const { state, rows } = streamOf(...there).open(context);
  const read: Row[] = [];
  let error: Error | undefined;
  try {
    for await (const batch of rows) read.push(...batch);
  } catch (thrown) {
    error = thrown as Error;
  }
  return { rows: read, state: throughJson(state) as SubjectsState, error, log, asked: client.asked };
}

const oneRow = () => [consumed('2026-11-19', 1)];
const fail = (outcome: Parameters<typeof refusal>[0]): never => {
  throw refusal(outcome);
};

describe('a failure', () => {
  it('of one user does not affect others, and the error names the user', async () => {
    const { rows, state, error } = await sync(['ada', 'bela', 'chidi'], (path) =>
      path === '/bela' ? fail('server_error') : oneRow(),
    );
    expect(rows.map(({ id }) => id).sort()).toEqual(['ada', 'chidi']);
    expect(state.synced_through).toEqual({ ada: '2026-11-20', bela: '2026-11-17', chidi: '2026-11-20' });
    expect(error?.message).toMatch(/^1 of 3 people could not be read \(bela\)/);
    expect(VError.info(error as Error)).toMatchObject({ failureType: 'transient_error' });
  });

  it('keeps the larger look-back in the state', async () => {
    const incomingState = {
      ...{ scope_id: scope.id, start_date: '2026-11-18', lookback_days: 30 },
      synced_through: {},
      left: {},
    };
    const failed = await sync(['ada'], () => fail('server_error'), { incomingState });
    expect(failed.state.lookback_days).toBe(30);
    expect((await sync(['ada'], oneRow, { incomingState })).state.lookback_days).toBe(7);
  });

  const people = Array.from({ length: callsOfAnOutage * 3 }, (_, index) => `user-${index}`);

  it.each(['server_error', 'network', 'timeout', 'not_devin'] as const)(
    'of every user with %s is an outage: it ends the stream before all users are requested',
    async (outcome) => {
      const { asked, error } = await sync(people, () => fail(outcome), { workers: 2 });
      expect(error?.message).toMatch(/Devin has stopped answering, so the others were not asked/);
      expect(asked.length).toBeLessThan(callsOfAnOutage + 2 + waitingSlices);
    },
  );

  it.each(['forbidden', 'rejected', 'malformed'] as const)(
    'of every user with %s is not an outage: all users are requested',
    async (outcome) => {
      const { asked, error } = await sync(people, () => fail(outcome), { workers: 2 });
      expect(asked).toHaveLength(people.length);
      expect(error?.message).toMatch(/^60 of 60 people .*continues where they stopped: /);
    },
  );

  it('of a window stops no other: the rows of others come, and the date stays before the window', async () => {
    const client = new ScriptedDevin((_path, { time_after }) =>
      Number(time_after) < Date.parse('2026-08-01') / 1000
        ? fail('server_error')
        : { consumption_by_date: oneRow() },
    );
    const { context } = syncOf({ client, startDate: '2026-07-01' });
    const { rows, state } = streamOf('ada').open(context);
    const read: Row[] = [];
    const error: unknown = await (async () => {
      for await (const batch of rows) read.push(...batch);
    })().catch((each: unknown) => each);
    expect(read.map(({ date }) => date)).toEqual(['2026-11-19']);
    expect(state).toMatchObject({ synced_through: { ada: '2026-06-30' } });
    expect(String(error)).toMatch(/1 of 1 people could not be read \(ada\)/);
  });
});

describe('a 404', () => {
  it('of a member emits nothing, keeps their date, and is not a failure', async () => {
    const { rows, state, error, log } = await sync(['ada', 'bela', 'chidi'], (path) =>
      path === '/chidi' ? oneRow() : fail('not_found'),
    );
    expect(error).toBeUndefined();
    expect(rows.map(({ id }) => id)).toEqual(['chidi']);
    expect(state.synced_through).toEqual({ ada: '2026-11-17', bela: '2026-11-17', chidi: '2026-11-20' });
    expect(log).toEqual([expect.stringMatching(/^WARN Devin answered 404 for 2 of 3 people/)]);
  });

  it('of every member, while the total is zero, means that there is nothing to read', async () => {
    const { rows, error, asked } = await sync(['ada', 'bela'], (path) =>
      path === '/total' ? [consumed('2026-11-18', 0)] : fail('not_found'),
    );
    expect([rows, error]).toEqual([[], undefined]);
    expect(asked.at(-1)).toBe('/total 2026-11-17T08 2026-11-21T08');
  });

  it('of every member, while the total is not zero, fails the stream', async () => {
    const { error, state } = await sync(['ada', 'bela'], (path) =>
      path === '/total' ? oneRow() : fail('not_found'),
    );
    expect(error?.message).toMatch(/404 for 2 of 2 people, although \/total shows 1 ACUs/);
    expect(VError.info(error as Error)).toMatchObject({
      code: 'invalid_permissions',
      failureType: 'config_error',
    });
    expect(state.synced_through).toEqual({ ada: '2026-11-17', bela: '2026-11-17' });
  });

  it('of a member in an older window is requested again in three syncs, and then treated as empty', async () => {
    const client = new ScriptedDevin((_path, { time_after }) =>
      Number(time_after) < Date.parse('2026-08-01') / 1000
        ? fail('not_found')
        : { consumption_by_date: oneRow() },
    );
    let incomingState: unknown;
    for (const [count, through] of [
      [1, '2026-06-30'],
      [2, '2026-06-30'],
      [3, '2026-06-30'],
      [undefined, '2026-11-20'],
    ]) {
      const { context, log } = syncOf({ client, startDate: '2026-07-01', incomingState });
      const { rows, state } = streamOf('ada').open(context);
      const read: Row[] = [];
      for await (const batch of rows) read.push(...batch);
      expect(read).toEqual([{ date: '2026-11-19', id: 'ada', acus: 1, there: true, is_final: false }]);
      incomingState = throughJson(state);
      expect(incomingState).toMatchObject({ synced_through: { ada: through } });
      expect((incomingState as SubjectsState).not_found?.ada).toBe(count);
      expect(log).toEqual(
        count === undefined
          ? []
          : [expect.stringMatching(/^WARN Devin answered 404 for 1 of 1 people.* older window/)],
      );
    }
  });

  it('of an older window that is answered later loses nothing', async () => {
    let isThere = false;
    const client = new ScriptedDevin((_path, { time_after }) => {
      const isOld = Number(time_after) < Date.parse('2026-08-01') / 1000;
      if (isOld && !isThere) throw refusal('not_found');
      return { consumption_by_date: isOld ? [consumed('2026-07-02', 5)] : oneRow() };
    });
    const first = syncOf({ client, startDate: '2026-07-01' }).context;
    const one = streamOf('ada').open(first);
    for await (const batch of one.rows) expect(batch).toHaveLength(1);
    isThere = true;
    const { context } = syncOf({ client, startDate: '2026-07-01', incomingState: throughJson(one.state) });
    const two = streamOf('ada').open(context);
    for await (const batch of two.rows) expect(batch.map(({ acus }) => acus)).toEqual([5, 1]);
    expect(two.state).toMatchObject({ synced_through: { ada: '2026-11-20' } });
    expect(two.state).not.toHaveProperty('not_found');
  });
});

describe('a former member', () => {
  const incomingState = {
    ...{ scope_id: scope.id, start_date: '2026-11-01', lookback_days: 7 },
    ...{ synced_through: { ada: '2026-11-19', gone: '2026-11-19' }, left: {} },
  };

  it.each(['not_found', 'forbidden'] as const)(
    'that Devin answers with %s has no more rows',
    async (outcome) => {
      const { rows, state, error, log } = await sync(
        ['ada'],
        (path) => (path === '/gone' ? fail(outcome) : oneRow()),
        { incomingState },
      );
      expect([error, log]).toEqual([undefined, []]);
      expect(rows.map(({ id }) => id)).toEqual(['ada']);
      expect(state).toMatchObject({
        synced_through: { ada: '2026-11-20', gone: '2026-11-20' },
        left: { gone: '2026-11-20' },
      });
    },
  );

  it('is read until the look-back has passed, then removed from the state', async () => {
    const first = await sync(['ada'], oneRow, { incomingState });
    expect(first.rows).toContainEqual({
      date: '2026-11-19',
      id: 'gone',
      acus: 1,
      there: false,
      is_final: false,
    });
    const last = { lastDay: '2026-11-28', now: new Date('2026-11-29T09:00:00Z'), incomingState: first.state };
    const second = await sync(['ada'], oneRow, last);
    expect(second.rows).toContainEqual({
      date: '2026-11-19',
      id: 'gone',
      acus: 1,
      there: false,
      is_final: true,
    });
    expect(second.asked).toContain('/gone 2026-11-13T08 2026-11-22T08');
    expect(second.state).toMatchObject({ synced_through: { ada: '2026-11-28' }, left: {} });
    const third = await sync(['ada'], oneRow, { ...last, incomingState: second.state });
    expect(third.asked.map((request) => request.split(' ')[0])).toEqual(['/ada']);
  });

  it('whose request fails stays in the state', async () => {
    const late = { lastDay: '2026-12-20', now: new Date('2026-12-21T09:00:00Z') };
    const { state, error } = await sync(
      ['ada'],
      (path) => (path === '/gone' ? fail('server_error') : oneRow()),
      {
        ...late,
        incomingState: { ...incomingState, left: { gone: '2026-11-19' } },
      },
    );
    expect(error?.message).toMatch(/\(gone\)/);
    expect(state).toMatchObject({ synced_through: { gone: '2026-11-19' }, left: { gone: '2026-11-19' } });
  });

  it('whose requests always fail is removed after 91 days, with a warning', async () => {
    const later = { lastDay: '2027-02-20', now: new Date('2027-02-21T09:00:00Z') };
    const left = { ...incomingState, left: { gone: '2026-11-20' } };
    const answer = (path: string) => (path === '/gone' ? fail('server_error') : oneRow());
    const { state, log } = await sync(['ada'], answer, { ...later, incomingState: left });
    expect(state.left).toEqual({});
    expect(log).toEqual([
      expect.stringMatching(/^WARN No request for 1 former people has succeeded since they left/),
    ]);
  });

  it('is removed even if another user fails', async () => {
    const last = { lastDay: '2026-11-28', now: new Date('2026-11-29T09:00:00Z') };
    const left = { ...incomingState, left: { gone: '2026-11-20' } };
    const answer = (path: string) => (path === '/ada' ? fail('forbidden') : oneRow());
    const { state, error } = await sync(['ada'], answer, { ...last, incomingState: left });
    expect(error?.message).toMatch(/\(ada\)/);
    expect([state.left, Object.keys(state.synced_through)]).toEqual([{}, ['ada']]);
  });

  it('is not read again for days that were written as final', async () => {
    const final = new Set<string>();
    let state: unknown = { ...incomingState, synced_through: { ada: '2026-11-19', gone: '2026-11-19' } };
    for (let day = 20; day <= 28; day += 1) {
      const { rows, ...after } = await sync(
        ['ada'],
        () => eachDay('2026-11-10', '2026-11-21').map((date) => consumed(date, 1)),
        {
          lastDay: `2026-11-${day}`,
          now: new Date(`2026-11-${day + 1}T09:00:00Z`),
          incomingState: state,
        },
      );
      const own = rows.filter(({ id }) => id === 'gone');
      expect(own.filter(({ date }) => final.has(date))).toEqual([]);
      for (const { date, is_final: isFinal } of own) if (isFinal) final.add(date);
      ({ state } = after);
    }
    expect([...final].at(-1)).toBe('2026-11-21');
    expect((state as SubjectsState).left).toEqual({});
  });
});

test('a state in the future reads nothing and is kept, with a warning', async () => {
  const incomingState = {
    ...{ scope_id: scope.id, start_date: '2026-11-01', lookback_days: 30 },
    ...{ synced_through: { ada: '2026-11-25' }, left: {} },
  };
  const { state, asked, log, rows } = await sync(['ada'], oneRow, { incomingState });
  expect([asked, rows]).toEqual([[], []]);
  expect(state).toEqual(incomingState);
  expect(log).toEqual([expect.stringMatching(/^WARN/)]);
});

test('no request spans more than 90 days and the day before, and the newest days come first', async () => {
  const { asked } = await sync(['ada'], oneRow, { startDate: '2026-05-01', workers: 1 });
  expect(asked).toEqual([
    '/ada 2026-08-22T08 2026-11-21T08',
    '/ada 2026-05-24T08 2026-08-23T08',
    '/ada 2026-04-30T08 2026-05-25T08',
  ]);
});
