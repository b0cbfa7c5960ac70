import { dailySessionConsumption } from '../../../src/streams/daily_session_consumption';
import { sessionMessages } from '../../../src/streams/session_messages';
import type { ReadContext, Stream } from '../../../src/sync/define';
import type { Outcome } from '../../../src/devin/error-facts';
import { isOutcome } from '../../../src/devin/errors';
import { organizationScope } from '../../../src/devin/scope';
import { earlier, lastCompleteDay } from '../../../src/sync/days';
import type { SessionsState } from '../../../src/sync/state/sessions-state';
import { scope, syncOf, throughJson } from '../read-context';
import { at, InventedSessions, type InventedSession, type SessionHabits } from './invented-sessions';

interface Sync {
  readonly rows: readonly Record<string, unknown>[];
  readonly state: SessionsState;
  readonly error: Error | undefined;
  readonly log: readonly string[];
  readonly devin: InventedSessions;
  /** How many rows came at a time. */
  readonly batches: readonly number[];
}

interface Options extends Partial<ReadContext> {
  readonly habits?: SessionHabits;
  /** After how many batches of rows the sync is broken off. */
  readonly broken?: number;
}

const instant = (hour: number): string => new Date(at(hour) * 1000).toISOString().replace('.000Z', 'Z');

/** The context of a sync at an hour, counted from 08:00Z of the start date, 2026-11-01. */
function contextAt(hour: number, options: Partial<ReadContext>) {
  const now = new Date(at(hour) * 1000);
  const lastComplete = lastCompleteDay(now);
  const lastDay = earlier(lastComplete, options.endDate ?? lastComplete);
  const times = { now, completeUntil: now, lastDay, startDate: '2026-11-01' };
  const { context, log } = syncOf({ ...times, lookbackDays: { consumption: 3, metrics: 28 }, ...options });
  return { context: { ...context, lastCompleteDay: lastComplete }, log };
}

async function sync(
  stream: Stream,
  sessions: Iterable<InventedSession>,
  hour: number,
  { habits, broken = Infinity, ...options }: Options = {},
): Promise<Sync> {
  const devin = new InventedSessions(sessions, hour, habits);
  const { context, log } = contextAt(hour, { client: devin, ...options });
  const { state, rows } = stream.open(context);
  const read: Record<string, unknown>[] = [];
  const batches: number[] = [];
  // The state as it is when the next rows are asked for.
  let safe = throughJson(state);
  let error: Error | undefined;
  try {
    for await (const batch of rows) {
      safe = throughJson(state);
      if (batches.length === broken) break;
      batches.push(batch.length);
      read.push(...(batch as Record<string, unknown>[]));
    }
  } catch (thrown) {
    error = thrown as Error;
  }
  const isWhole = batches.length < broken;
  return {
    rows: read,
    state: (isWhole ? throughJson(state) : safe) as SessionsState,
    error,
    log,
    devin,
    batches,
  };
}

interface Brief {
  readonly session_id: string;
  readonly date?: string;
  readonly acus?: number;
  readonly is_final?: boolean;
  readonly event_id?: string;
}

const brief = ({ rows }: Sync): string[] =>
  (rows as unknown as readonly Brief[]).map(({ session_id, date, acus, is_final, event_id }) =>
    [session_id, date ?? event_id, acus, is_final === true ? 'final' : undefined]
      .filter((part) => part !== undefined)
      .join(' '),
  );

/** A session of an hour on the first day, and one that is long over when the syncs below begin. */
const short: InventedSession = { id: 'short', hours: [1, 2], use: { 0: 5 }, messages: [1, 2] };

const streams: readonly [name: string, stream: Stream][] = [
  ['daily_session_consumption', dailySessionConsumption],
  ['session_messages', sessionMessages],
];

/** Three sessions of two organizations, over and final at noon of the tenth day. */
const three: readonly InventedSession[] = [
  short,
  { id: 'long', hours: [20, 70], use: { 0: 1, 1: 2, 2: 3 }, messages: [20, 45, 70] },
  { id: 'other', orgId: 'org-2', hours: [30, 31], use: { 1: 4 }, messages: [30, 31] },
];
const tenth = 9 * 24 + 4;
const all: Readonly<Record<string, readonly string[]>> = {
  daily_session_consumption: [
    ...['long 2026-11-01 1 final', 'long 2026-11-02 2 final', 'long 2026-11-03 3 final'],
    ...['other 2026-11-02 4 final', 'short 2026-11-01 5 final'],
  ],
  session_messages: [
    ...['long event-0', 'long event-1', 'long event-2', 'other event-0', 'other event-1'],
    ...['short event-0', 'short event-1'],
  ],
};
const sorted = (read: Sync): string[] => brief(read).sort();

describe('daily_session_consumption', () => {
  test('a session is asked again until the look-back has passed since its last change, and then never', async () => {
    const syncs: Sync[] = [];
    for (let day = 0; day < 7; day += 1) {
      const incomingState = syncs.at(-1)?.state;
      syncs.push(await sync(dailySessionConsumption, [short], 24 * day + 3, { incomingState }));
    }
    // Its day is over at the second sync, and final at the fifth. The day after its last change is read once more.
    expect(syncs.map(brief)).toEqual([
      ...[[], ['short 2026-11-01 5'], ['short 2026-11-01 5'], ['short 2026-11-01 5']],
      ...[['short 2026-11-01 5 final'], [], []],
    ]);
    // In the sixth, nothing shows yet which form of its id Devin takes.
    expect(syncs.map(({ devin }) => devin.asked.length)).toEqual([0, 1, 1, 1, 1, 2, 0]);
    expect(syncs.map(({ state }) => state.open.short)).toEqual([
      ...Array.from({ length: 4 }, () => ['2026-11-01', '2026-11-01', 'org-1']),
      ...[['2026-11-02', '2026-11-01', 'org-1'], undefined, undefined],
    ]);
  });

  test('a session that goes on after weeks is read from its look-back on, and no final day comes again', async () => {
    const resumed = { id: 'resumed', hours: [1, 2, 30 * 24], use: { 0: 5, 30: 7 } };
    const first = await sync(dailySessionConsumption, [resumed], tenth);
    expect(brief(first)).toEqual(['resumed 2026-11-01 5 final']);
    expect(first.state.open).toEqual({});
    const second = await sync(dailySessionConsumption, [resumed], 32 * 24, { incomingState: first.state });
    expect(brief(second)).toEqual(['resumed 2026-12-01 7']);
    expect(second.devin.askedSessions).toEqual(['resumed']);
  });

  test.each([
    ['raised', 3, 8, ['long 2026-11-02 2', 'long 2026-11-03 3', 'other 2026-11-02 4']],
    ['the same', 8, 8, ['long 2026-11-02 2', 'long 2026-11-03 3', 'other 2026-11-02 4']],
    ['lowered', 8, 3, ['long 2026-11-02 2 final', 'long 2026-11-03 3 final', 'other 2026-11-02 4 final']],
  ])('a look-back that is %s: the larger one decides what is read', async (_, before, after, expected) => {
    const lookback = (consumption: number) => ({ lookbackDays: { consumption, metrics: 28 } });
    const first = await sync(dailySessionConsumption, three, tenth, lookback(before));
    const options = { incomingState: first.state, ...lookback(after) };
    const second = await sync(dailySessionConsumption, three, tenth, options);
    expect(sorted(second)).toEqual(expected);
    expect(second.state.lookback_days).toBe(after);
  });

  test('a long history is read in windows of 90 days, and a window that fails loses nothing', async () => {
    const old = { id: 'old', hours: [1, 200 * 24], use: { 0: 1, 100: 2, 200: 3 } };
    let requests = 0;
    const fails = (path: string) => {
      requests += path.includes('old') ? 1 : 0;
      return requests === 2 ? ('server_error' as const) : undefined;
    };
    const first = await sync(dailySessionConsumption, [old], 210 * 24, { habits: { fails } });
    expect(first.error?.message).toMatch(/^1 of 1 sessions could not be read \(old\)/);
    expect(first.state.open).toEqual({ old: ['2026-11-01', '2027-05-20', 'org-1'] });
    const second = await sync(dailySessionConsumption, [old], 210 * 24, { incomingState: first.state });
    expect(brief(second)).toEqual([
      'old 2026-11-01 1 final',
      'old 2027-02-09 2 final',
      'old 2027-05-20 3 final',
    ]);
    expect(second.devin.asked).toHaveLength(3);
  });

  test.each([
    ['has none', 0, undefined],
    ['has some', 9, /^Devin answered 404 for all 2 sessions, although .*\/consumption\/daily shows 9 ACUs/],
  ])('404 for every session: the total decides, and it %s', async (_, acus, says) => {
    const gone = [0, 1].map((index) => ({ id: `gone-${index}`, hours: [48], use: { 2: acus * index } }));
    const fails = (path: string) => (path.includes('gone') ? ('not_found' as const) : undefined);
    const read = await sync(dailySessionConsumption, gone, tenth, { habits: { fails } });
    expect(read.rows).toEqual([]);
    expect(read.log).toEqual([expect.stringMatching(/^WARN Devin answered 404 for 2 of 2 sessions/)]);
    if (says === undefined) expect(read.error).toBeUndefined();
    else expect(read.error?.message).toMatch(says);
    expect('synced_through' in read.state).toBe(says === undefined);
  });
});

describe('session_messages', () => {
  test('a message that is shown late comes with the next sync, and all of a session when it changes', async () => {
    const late = { id: 'late', hours: [1, 40, 60], messages: [1, [39.5, 41] as const, 60] };
    const first = await sync(sessionMessages, [late], 40.5);
    expect(brief(first)).toEqual(['late event-0']);
    const second = await sync(sessionMessages, [late], 50, { incomingState: first.state });
    expect(brief(second)).toEqual(['late event-0', 'late event-1']);
    const third = await sync(sessionMessages, [late], 61, { incomingState: second.state });
    expect(brief(third)).toEqual(['late event-0', 'late event-1', 'late event-2']);
    expect(third.state.open).toEqual({});
  });

  test('messages before the start date and after the end date are left out', async () => {
    const ages = { id: 'ages', hours: [-30, 200], messages: [-30, -1, 0, 39.9, 40, 200] };
    const options = { startDate: '2026-11-01', endDate: '2026-11-02' };
    const read = await sync(sessionMessages, [ages], 210, options);
    expect(brief(read)).toEqual(['ages event-2', 'ages event-3']);
    expect(read.state.synced_through).toBe('2026-11-02T23:59:59Z');
    const again = await sync(sessionMessages, [ages], 210, { ...options, incomingState: read.state });
    expect(again.devin.asked).toEqual([]);
  });

  test('pages are passed on as they come', async () => {
    const chatty = { id: 'chatty', hours: [1, 2], messages: Array.from({ length: 25 }, () => 1) };
    const read = await sync(sessionMessages, [chatty], 10, { habits: { itemsPerPage: 10 } });
    expect(read.batches).toEqual([10, 10, 5]);
  });

  const byPath = (patterns: Readonly<Record<string, Outcome>>) => (path: string) =>
    Object.entries(patterns).find(([pattern]) => path.includes(pattern))?.[1];

  test.each(['forbidden', 'not_found'] as const)(
    'where the path of the enterprise is %s, each session is read through its organization',
    async (outcome) => {
      const fails = (path: string) => (/enterprise\/sessions\//.test(path) ? outcome : undefined);
      const read = await sync(sessionMessages, three, tenth, { habits: { fails } });
      expect(read.error).toBeUndefined();
      expect(sorted(read)).toEqual(all.session_messages);
      expect(read.state.open).toEqual({});
      // Only the first session finds that out.
      expect(read.devin.asked.filter((path) => path.includes('/enterprise/sessions/'))).toHaveLength(2);
    },
  );

  test('an organization that refuses stays behind alone, and is named', async () => {
    const fails = byPath({ 'enterprise/sessions/': 'forbidden', 'org-2/sessions/': 'forbidden' });
    const first = await sync(sessionMessages, three, tenth, { habits: { fails } });
    expect(first.error?.message).toMatch(/^1 of 2 organizations could not be read \(org-2\)/);
    expect(sorted(first)).toEqual(all.session_messages?.filter((each) => !each.startsWith('other')));
    expect(Object.keys(first.state.open)).toEqual(['other']);
    const second = await sync(sessionMessages, three, tenth, { incomingState: first.state });
    expect(sorted(second)).toEqual(['other event-0', 'other event-1']);
    expect(second.state.open).toEqual({});
  });

  test('if every organization refuses, the stream is refused', async () => {
    const read = await sync(sessionMessages, three, tenth, {
      habits: { fails: byPath({ 'sessions/': 'forbidden' }) },
    });
    expect(isOutcome(read.error, 'forbidden')).toBe(true);
    expect(read.rows).toEqual([]);
  });

  test('404 for many sessions and for no other is no permission, and nothing counts as read', async () => {
    const many = Array.from({ length: 10 }, (_, index) => ({ id: `id-${index}`, hours: [1], messages: [1] }));
    const fails = byPath({ 'sessions/': 'not_found' });
    const read = await sync(sessionMessages, many, tenth, { habits: { fails } });
    expect(read.error?.message).toBe(
      'Devin answered 404 for the messages of all 10 sessions, although it lists them',
    );
    expect(read.state.synced_through).toBeUndefined();
    const few = await sync(sessionMessages, many.slice(1), tenth, { habits: { fails } });
    expect(few.error).toBeUndefined();
  });
});

describe.each(streams)('%s, as every stream of sessions', (name, stream) => {
  const wanted = all[name] ?? [];

  test.each([
    ...(['either', 'prefixed', 'bare'] as const).map((takes) => [takes, 'not_found'] as const),
    ...(['prefixed', 'bare'] as const).flatMap((takes) =>
      (['rejected', 'empty'] as const).map((unknown) => [takes, unknown] as const),
    ),
  ])('ids in a path are %s, and others are %s: every row comes', async (takes, unknown) => {
    for (const prefix of ['', 'devin-']) {
      const listed = three.map((session) => ({ ...session, listedAs: `${prefix}${session.id}` }));
      const read = await sync(stream, listed, tenth, { habits: { takes, unknown } });
      expect(read.error).toBeUndefined();
      expect(sorted(read)).toEqual(wanted.map((row) => `${prefix}${row}`));
      // The first session finds it out for the others.
      expect(read.devin.asked).toHaveLength(takes === 'bare' ? 4 : 3);
    }
  });

  test('a nightly sync asks for the sessions that changed, and for no other', async () => {
    const sessions = Array.from({ length: 200_000 }, (_, index): InventedSession => {
      const isChanged = index % 400 === 7;
      const hours = isChanged ? [index % 24, 2_000] : [index % 24];
      return { id: `session-${index}`, hours, use: { [isChanged ? 83 : 0]: 1 }, messages: hours };
    });
    const changed = sessions.filter(({ hours }) => hours.length > 1).map(({ id }) => id);
    const incomingState = {
      ...{ scope_id: scope.id, start_date: '2026-11-01', open: {}, synced_through: instant(1_990) },
      ...(stream.lookback && { lookback_days: 3 }),
    };
    for (const areBoundsIgnored of [false, true]) {
      const night = await sync(stream, sessions, 2_050, { incomingState, habits: { areBoundsIgnored } });
      expect(night.error).toBeUndefined();
      expect(changed).toHaveLength(500);
      expect(night.devin.askedSessions.sort()).toEqual([...changed].sort());
      // Where the bounds are ignored, the list is read once. One request finds that out.
      expect(night.devin.listPages).toBe(areBoundsIgnored ? 1_001 + 1 : 3);
      expect(Object.keys(night.state.open)).toHaveLength(stream.lookback ? 500 : 0);
    }
  });

  test('sessions are asked for while the list is read, and few pages are read ahead', async () => {
    const sessions = Array.from({ length: 2_000 }, (_, index): InventedSession => {
      return { id: `session-${index}`, hours: [1], use: { 0: 1 }, messages: [1] };
    });
    const devin = new InventedSessions(sessions, tenth, { itemsPerPage: 100 });
    const { context } = contextAt(tenth, { client: devin });
    for await (const rows of stream.open(context).rows) {
      expect(rows.length).toBeLessThanOrEqual(2);
      expect(devin.listPages * 100).toBeLessThanOrEqual(devin.asked.length + 200);
    }
    expect(devin.asked).toHaveLength(2_000);
  });

  test.each(['server_error', 'malformed', 'forbidden', 'rejected'] as const)(
    'a session that fails with %s stays behind alone, and the next sync reads it',
    async (outcome) => {
      const organization = organizationScope('org-1');
      const fails = (path: string) => (path.includes('long') ? outcome : undefined);
      const first = await sync(stream, three, tenth, { scope: organization, habits: { fails } });
      expect(first.error?.message).toMatch(/^1 of 3 sessions could not be read \(long\)/);
      expect(sorted(first)).toEqual(wanted.filter((row) => !row.startsWith('long')));
      expect(Object.keys(first.state.open)).toEqual(['long']);
      const options = { scope: organization, incomingState: first.state };
      const second = await sync(stream, three, tenth + 48, options);
      expect(sorted(second)).toEqual(wanted.filter((row) => row.startsWith('long')));
      expect(second.state.open).toEqual({});
    },
  );

  test('a session that cannot be read for 91 days after its look-back is given up, with a warning', async () => {
    const fails = (path: string) => (path.includes('short') ? ('server_error' as const) : undefined);
    const first = await sync(stream, three, tenth, { habits: { fails } });
    const options = { incomingState: first.state, habits: { fails } };
    const kept = await sync(stream, three, 24 * 91, options);
    expect(Object.keys(kept.state.open)).toEqual(['short']);
    const over = await sync(stream, three, 24 * 98, options);
    expect(over.state.open).toEqual({});
    expect(over.log).toEqual([expect.stringMatching(/^WARN No request for 1 sessions has succeeded/)]);
  });

  test('if a page of the list fails, the listed and the open sessions are read, and the state does not move', async () => {
    const open = { short: ['2026-11-01', '2026-11-01', 'org-1'] };
    const incomingState = {
      ...{ scope_id: scope.id, start_date: '2026-11-01', open, synced_through: instant(15) },
      ...(stream.lookback && { lookback_days: 3 }),
    };
    let pages = 0;
    const fails = (path: string) =>
      path.endsWith('/sessions') && (pages += 1) === 2 ? ('server_error' as const) : undefined;
    const read = await sync(stream, three, tenth, { incomingState, habits: { fails, itemsPerPage: 1 } });
    expect(read.error?.message).toMatch(/^The sessions cannot be listed: /);
    expect(sorted(read)).toEqual(wanted.filter((row) => !row.startsWith('other')));
    expect(read.state.synced_through).toBe(instant(15));
    const next = await sync(stream, three, tenth, { incomingState: read.state });
    expect(sorted(next)).toEqual(expect.arrayContaining(wanted.filter((row) => row.startsWith('other'))));
    expect(next.state.synced_through).toBe(instant(tenth));
  });

  test('more failures than a state can hold: it does not move, and does not grow', async () => {
    const sessions = Array.from({ length: 10_050 }, (_, index): InventedSession => {
      return { id: `session-${index}`, hours: [200], use: { 8: 1 }, messages: [200] };
    });
    const fails = (path: string) => (path.includes('sessions/') ? ('malformed' as const) : undefined);
    const read = await sync(stream, sessions, 216, { habits: { fails } });
    expect(read.error?.message).toMatch(/^10000 of 10050 sessions could not be read/);
    expect(Object.keys(read.state.open)).toHaveLength(10_000);
    expect(read.state.synced_through).toBeUndefined();
  });

  test('a state in the future reads nothing, not even open sessions', async () => {
    const first = await sync(stream, three, 60);
    const early = await sync(stream, three, 50, { incomingState: first.state });
    expect([early.rows, early.devin.requestCount, early.state]).toEqual([[], 0, first.state]);
    expect(early.log).toEqual([expect.stringMatching(/^WARN .* is in the future: nothing is read/)]);
  });

  test.each([
    ['open', 'short'],
    ['open', { short: ['2026-11-01'] }],
    ['open', { short: [null, '2026-11-01', null] }],
    ['open', undefined],
    ['synced_through', null],
  ])('a malformed state fails: %s is %j', (field, value) => {
    const incomingState = { scope_id: scope.id, start_date: '2026-11-01', open: {}, [field]: value };
    expect(() => stream.open(contextAt(tenth, { incomingState }).context)).toThrow(
      /^The incoming state is malformed/,
    );
  });

  test('wherever a sync is broken off, the next one makes up for it', async () => {
    const parts = (await sync(stream, three, 60)).batches.length;
    for (let broken = 0; broken <= parts; broken += 1) {
      const rows = new Map<string, string>();
      const keep = (read: Sync): void => {
        for (const row of brief(read)) rows.set(row.split(' ').slice(0, 2).join(' '), row);
      };
      const first = await sync(stream, three, 60, { broken });
      keep(first);
      const second = await sync(stream, three, 100, { incomingState: first.state });
      keep(second);
      keep(await sync(stream, three, tenth, { incomingState: second.state }));
      expect([...rows.values()].sort()).toEqual(wanted);
    }
  });
});
