import VError from 'verror';
import { confirmedRoster } from '../../../src/sync/fan-out/roster';
import { lastKnownEmail, lastKnownIds } from '../../../src/sync/state/roster-state';
import { rosterStream, type RosterRow } from '../../../src/sync/shapes/roster-stream';
import { scope, syncOf, throughJson } from '../read-context';

interface Person {
  user_id: string;
  email: string | null;
  name: string | null;
}

const person = (user_id: string, name = user_id): Person => ({
  user_id,
  name,
  email: `${user_id}@example.com`,
});
const listOf = (...people: Person[]): ReadonlyMap<string, Person> =>
  new Map(people.map((each) => [each.user_id, each]));
const [ada, bela, chidi] = [person('ada'), person('bela'), person('chidi')];

describe('a roster', () => {
  /** Reads lists one after the other; how many were read, and who is there. */
  async function roster(
    lists: ReadonlyMap<string, Person>[],
    known: string[],
  ): Promise<{ ids: string[]; reads: number }> {
    let reads = 0;
    const read = () => Promise.resolve({ subjects: lists[reads++] ?? listOf() });
    const found = await confirmedRoster(syncOf().context, 'people', read, known);
    return { ids: [...found.subjects.keys()].sort(), reads };
  }

  it.each<[string, ReadonlyMap<string, Person>[], string[], string[], number]>([
    ['no known members: one reading', [listOf(ada)], [], ['ada'], 1],
    ['all known members are listed: one reading', [listOf(ada, bela)], ['ada'], ['ada', 'bela'], 1],
    [
      'missing once: a second reading finds the member',
      [listOf(ada), listOf(ada, bela)],
      ['ada', 'bela'],
      ['ada', 'bela'],
      2,
    ],
    ['missing twice: a former member', [listOf(ada), listOf(ada)], ['ada', 'bela'], ['ada'], 2],
    [
      'a different one missing in each reading: no former member',
      [listOf(ada), listOf(bela)],
      ['ada', 'bela'],
      ['ada', 'bela'],
      2,
    ],
    ['an empty list, then a complete one', [listOf(), listOf(ada, bela)], ['ada'], ['ada', 'bela'], 2],
  ])('%s', async (_name, lists, known, ids, reads) => {
    expect(await roster(lists, known)).toEqual({ ids, reads });
  });

  it.each<[string, ReadonlyMap<string, Person>, string | undefined]>([
    ['no members at all', listOf(), 'no_resources'],
    ['others: another account', listOf(chidi), undefined],
  ])('that lists none of the known members is not believed: %s', async (_name, list, code) => {
    const error: unknown = await roster([list, list], ['ada', 'bela']).catch((each: unknown) => each);
    expect((error as Error).message).toMatch(
      /None of the 2 people of earlier syncs is listed any more.* no one is marked as a former member/,
    );
    expect(VError.info(error as Error)).toEqual({ failureType: 'config_error', ...(code && { code }) });
  });

  it('is read once for all streams of a sync, and at most once more for all of them', async () => {
    let reads = 0;
    const read = () => Promise.resolve({ subjects: (reads += 1) === 1 ? listOf(ada) : listOf(ada, bela) });
    const { context } = syncOf();
    await Promise.all(
      [['ada'], ['ada', 'bela'], ['bela']].map((known) => confirmedRoster(context, 'people', read, known)),
    );
    expect(reads).toBe(2);
  });
});

describe('the stream of a roster', () => {
  const stream = rosterStream<RosterRow & { user_id: string }>({
    ...{ name: 'people', description: 'People.', scopes: ['enterprise'], primaryKey: ['user_id'] },
    ...{ permission: {}, endpoint: '/people', probes: () => [] },
    roster: async ({ client }) => {
      const { people, isPartial } = (await client.get('/people')) as Lists;
      return { subjects: listOf(...people), isPartial };
    },
    former: (_context, user_id, [, email, name]) => ({ user_id, email, name }),
  });

  interface Lists {
    readonly people: Person[];
    readonly isPartial: boolean;
  }

  interface Outcome {
    readonly log: string[];
    readonly rows: RosterRow[];
    readonly state: {
      scope_id: string;
      synced_at: string;
      members: Record<string, [string, string, string]>;
    };
  }

  async function sync(
    people: Person[],
    incomingState: unknown,
    now = '2026-11-21T09:00:00Z',
    lastDay = '2026-11-20',
    isPartial = false,
  ): Promise<Outcome> {
    const client = { ...syncOf().context.client, get: () => Promise.resolve({ people, isPartial }) };
    const { context, log } = syncOf({
      client,
      incomingState,
      now: new Date(now),
      lastDay,
    });
    const { state, rows } = stream.open(context);
    const read: RosterRow[] = [];
    for await (const batch of rows) read.push(...batch);
    return { log, rows: read, state: throughJson(state) as Outcome['state'] };
  }

  const at = '2026-11-21T09:00:00.000Z';
  const row = (each: Person, is_member: boolean, updated_at: string) => ({ ...each, is_member, updated_at });

  it('emits every member at first, and nothing when nothing has changed', async () => {
    const first = await sync([ada, bela], undefined);
    expect(first.rows).toEqual([row(ada, true, at), row(bela, true, at)]);
    expect(first.state).toMatchObject({ scope_id: scope.id, synced_at: at });
    expect(first.state.members.ada).toEqual([expect.stringMatching(/^[\w-]{11}$/), 'ada@example.com', 'ada']);
    const second = await sync([bela, ada], first.state, '2026-11-22T09:00:00Z');
    expect(second.rows).toEqual([]);
    expect(second.state).toEqual({ ...first.state, synced_at: '2026-11-22T09:00:00.000Z' });
  });

  describe('members that may be missing because of a fault in the lists', () => {
    const everybody = Array.from({ length: 10 }, (_, index) => person(`user-${index}`));
    const stay = (count: number) => everybody.slice(0, count);
    const goneIn = ({ rows }: Outcome) =>
      rows.filter(({ is_member }) => !is_member).map(({ user_id: id }) => id);
    const [first, soon, late] = ['2026-11-22T09:00:00Z', '2026-11-23T04:59:59Z', '2026-11-23T05:00:00Z'];

    it.each<[string, number, boolean, string]>([
      ['a list is answered 404', 9, true, 'list_not_found_since'],
      ['more than half of ten are missing', 4, false, 'most_missing_since'],
    ])('%s: a sync 20 hours later must find the same', async (_name, count, isPartial, since) => {
      const before = await sync(everybody, undefined);
      const one = await sync(stay(count), before.state, first, '2026-11-21', isPartial);
      expect(goneIn(one)).toEqual([]);
      expect(one.log).toEqual([expect.stringMatching(/^WARN \d of 10 members are not listed any more/)]);
      expect(one.state).toMatchObject({ [since]: '2026-11-22T09:00:00.000Z' });
      expect(Object.keys(one.state.members)).toHaveLength(10);
      const two = await sync(stay(count), one.state, soon, '2026-11-21', isPartial);
      expect([goneIn(two), two.state]).toEqual([
        [],
        expect.objectContaining({ [since]: '2026-11-22T09:00:00.000Z' }),
      ]);
      const three = await sync(stay(count), two.state, late, '2026-11-21', isPartial);
      expect(goneIn(three)).toEqual(everybody.slice(count).map(({ user_id: id }) => id));
    });

    it('return in between: the 20 hours start again, and no one is emitted', async () => {
      const before = await sync(everybody, undefined);
      const one = await sync(stay(4), before.state, first, '2026-11-21');
      const back = await sync(everybody, one.state, soon, '2026-11-21');
      expect([back.rows, back.state]).toEqual([
        [],
        expect.not.objectContaining({ most_missing_since: expect.anything() as unknown }),
      ]);
      expect(goneIn(await sync(stay(4), back.state, '2026-11-24T09:00:00Z', '2026-11-22'))).toEqual([]);
    });

    it.each<[string, number, number]>([
      ['half of ten', 10, 5],
      ['most of nine', 9, 2],
    ])('are former members at once where they are %s', async (_name, of, left) => {
      const before = await sync(stay(of), undefined);
      expect(goneIn(await sync(stay(left), before.state, first))).toHaveLength(of - left);
    });
  });

  it('emits new, changed and former members once', async () => {
    const first = await sync([ada, bela], undefined);
    const changed = person('ada', 'Ada Brandt');
    const second = await sync([changed, chidi], first.state, '2026-11-22T09:00:00Z');
    const then = '2026-11-22T09:00:00.000Z';
    expect(second.rows).toEqual([row(changed, true, then), row(chidi, true, then), row(bela, false, then)]);
    expect((await sync([changed, chidi], second.state)).rows).toEqual([]);
  });

  it('emits members who return, even if they are unchanged', async () => {
    const first = await sync([ada, bela], undefined);
    const second = await sync([ada], first.state);
    const third = await sync([ada, bela], second.state);
    expect(third.rows).toEqual([row(bela, true, at)]);
  });

  it('never dates a version before the state, even if the clock goes back', async () => {
    const first = await sync([ada], undefined, '2026-11-25T09:00:00Z');
    const second = await sync([ada, bela], first.state);
    expect(second.rows).toEqual([row(bela, true, '2026-11-25T09:00:00.000Z')]);
    expect(second.state.synced_at).toBe('2026-11-25T09:00:00.000Z');
  });

  it('keeps a former member until no look-back can need their e-mail', async () => {
    const first = await sync([ada, bela], undefined);
    const second = await sync([ada], first.state);
    const keptUntil = await sync([ada], second.state, at, '2027-02-19');
    expect(Object.keys(keptUntil.state.members)).toEqual(['ada', 'bela']);
    const after = await sync([ada], second.state, at, '2027-02-20');
    expect(Object.keys(after.state.members)).toEqual(['ada']);
    expect(after.rows).toEqual([]);
  });

  it('does not change its state before its rows are consumed', async () => {
    const { state: incomingState } = await sync([ada], undefined);
    const client = { ...syncOf().context.client, get: () => Promise.resolve({ people: [ada, bela] }) };
    const { state, rows } = stream.open(syncOf({ client, incomingState }).context);
    await rows.next();
    expect(throughJson(state)).toEqual(incomingState);
  });

  it.each<[string, unknown, RegExp]>([
    ['no members', { members: undefined }, /members/],
    ['members in a list', { members: ['ada'] }, /members must be an object/],
    ['no time', { synced_at: undefined }, /synced_at/],
    ['a time of null', { synced_at: null }, /synced_at must be a string/],
    ['a time in the year 9999', { synced_at: '9999-12-31T09:00:00Z' }, /synced_at must be an instant/],
    ['an invalid time', { synced_at: 'yesterday' }, /synced_at/],
    ['a date instead of a time', { synced_at: '2026-11-20' }, /synced_at/],
    ['a fingerprint too short', { members: { ada: ['short', null, null] } }, /members\/ada\/0/],
    ['a fingerprint alone', { members: { ada: ['12345678901'] } }, /members\/ada/],
    ['an e-mail that is a number', { members: { ada: ['12345678901', 7, null] } }, /members\/ada\/1/],
  ])('refuses a malformed state, naming the field: %s', async (_name, fields, problem) => {
    const { state } = await sync([ada], undefined);
    await expect(sync([ada], throughJson({ ...state, ...(fields as object) }))).rejects.toThrow(problem);
  });
});

describe('what other streams read from the state of the roster', () => {
  const members = JSON.parse(
    '{"ada": ["12345678901", "ada@example.com", null], "gone": ["-2026-11-20", "gone@example.com", null], ' +
      '"__proto__": ["-2345678901", null, null], "odd": 7}',
  ) as object;
  const state = { scope_id: scope.id, synced_at: '2026-11-20T09:00:00Z', members };

  it.each<[string, unknown, string, string | null]>([
    ['a member', state, 'ada', 'ada@example.com'],
    ['a former member', state, 'gone', 'gone@example.com'],
    ['no e-mail', state, '__proto__', null],
    ['an unknown id', state, 'toString', null],
    ['a malformed entry', state, 'odd', null],
    ['no state', undefined, 'ada', null],
    ['a malformed state', { members: 'ada' }, 'ada', null],
  ])('an e-mail: %s', (_name, given, id, expected) => {
    expect(lastKnownEmail(given, id)).toBe(expected);
  });

  it.each<[string, unknown, string[]]>([
    ['not former members and malformed entries', state, ['ada', '__proto__']],
    ['none from another scope', { ...state, scope_id: 'org-1' }, []],
    ['none without a state', undefined, []],
    ['none from a malformed state', { ...state, members: null }, []],
  ])('known members: %s', (_name, given, expected) => {
    expect(lastKnownIds(syncOf({ stateOf: () => given }).context, 'members')).toEqual(expected);
  });
});
