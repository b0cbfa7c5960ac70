import fc from 'fast-check';
import VError from 'verror';
import type { DevinClient } from '../../../src/devin/calls';
import type { Query } from '../../../src/devin/http/query';
import type { Outcome } from '../../../src/devin/error-facts';
import { DevinError } from '../../../src/devin/errors';
import { addDays, countDays, dayOfStamp, eachDay, type Day } from '../../../src/sync/days';
import type { ReadContext } from '../../../src/sync/define';
import { dailyUserPrMetrics } from '../../../src/streams/daily_user_pr_metrics';
import { cellsOf, countedData, eventsIn, type Counted } from '../search/counted';
import { scope, syncOf, throughJson } from '../read-context';

/** What a request of the metrics asks for. */
interface Question {
  readonly ids: readonly string[];
  readonly from: Day;
  readonly to: Day;
}

/** Devin with some members and their pull requests; `refuse` may say how it refuses a question. */
class CountingDevin implements DevinClient {
  readonly questions: Question[] = [];
  requestCount = 0;

  constructor(
    private readonly counted: Counted,
    private readonly refuse: (question: Question) => Outcome | undefined = () => undefined,
  ) {}

  async get(_path: string, query: Query = {}): Promise<unknown> {
    const ids = query.user_ids as readonly string[];
    const from = dayOfStamp(Number(query.time_after));
    const question = { ids, from, to: addDays(dayOfStamp(Number(query.time_before)), -1) };
    this.requestCount += 1;
    this.questions.push(question);
    await Promise.resolve();
    const outcome = this.refuse(question);
    if (outcome !== undefined) throw new DevinError({ outcome, answered: outcome });
    const known = ids.filter((id) => this.counted.subjects.includes(id));
    const events = eventsIn(this.counted, { ...question, subjects: known });
    const [prs_opened_count, prs_merged_count, prs_closed_count] = [0, events, 0];
    return { prs_created_count: events, prs_opened_count, prs_merged_count, prs_closed_count };
  }

  async *pages(path: string): AsyncGenerator<unknown[]> {
    await Promise.resolve();
    const isDirect = path === scope.path('members', 'users');
    yield isDirect
      ? this.counted.subjects.map((user_id) => ({
          user_id,
          email: `${user_id}@example.com`,
          role_assignments: [],
        }))
      : [];
  }
}

interface Sync {
  readonly rows: Record<string, unknown>[];
  readonly error: unknown;
  readonly log: readonly string[];
  readonly state: Readonly<Record<string, unknown>>;
}

async function sync(
  counted: Counted,
  devin: CountingDevin,
  options: Partial<ReadContext> = {},
): Promise<Sync> {
  const { context, log } = syncOf({
    client: devin,
    startDate: counted.from,
    lastDay: counted.to,
    ...options,
  });
  const { state, rows } = dailyUserPrMetrics.open(context);
  const result: Record<string, unknown>[] = [];
  try {
    for await (const batch of rows) result.push(...(batch as unknown as Record<string, unknown>[]));
  } catch (error) {
    return { rows: result, error, log, state: state as Sync['state'] };
  }
  return { rows: result, error: undefined, log, state: state as Sync['state'] };
}

/** What asking for each member and day would have found. */
function truth(counted: Counted): string[] {
  const days = eachDay(counted.from, counted.to);
  const cells = counted.subjects.flatMap((id, index) =>
    days.map((day, dayIndex) => [id, day, counted.events[index]?.[dayIndex] ?? 0] as const),
  );
  return cells
    .filter(([, , events]) => events > 0)
    .map((cell) => cell.join(' '))
    .sort();
}

function found(rows: readonly Record<string, unknown>[]): string[] {
  return rows.map(({ user_id, date, prs_created_count: count }) => [user_id, date, count].join(' ')).sort();
}

const data = countedData({ subjects: 20, days: 15 });
/** Two windows and more. */
const longData = countedData({ subjects: 3, days: 200 });

test('rows equal the answers for each member and day, in a bounded number of requests of at most 90 days', () =>
  fc.assert(
    fc.asyncProperty(fc.oneof(data, longData), async (counted) => {
      const devin = new CountingDevin(counted);
      const { rows, error } = await sync(counted, devin);
      expect(error).toBeUndefined();
      expect(found(rows)).toEqual(truth(counted));
      const windows = Math.ceil(countDays(counted.from, counted.to) / 90);
      expect(devin.requestCount).toBeLessThanOrEqual(1.2 * cellsOf(counted) + windows);
      expect(devin.questions.filter(({ from, to }) => countDays(from, to) > 90)).toEqual([]);
    }),
  ));

test('members in more than one search of a thousand each are all read', async () => {
  const subjects = Array.from({ length: 2_060 }, (_, index) => `user-${index}`);
  const events = subjects.map((_, index) => [Number(index % 700 === 3)]);
  const counted = { subjects, from: '2026-03-01', to: '2026-03-01', events };
  const devin = new CountingDevin(counted);
  const { rows, state } = await sync(counted, devin);
  expect(rows.map(({ user_id: id }) => id)).toEqual(['user-3', 'user-703', 'user-1403']);
  expect(devin.questions.filter(({ ids }) => ids.length > 50)).toEqual([]);
  expect(state).toMatchObject({ synced_through: '2026-03-01' });
});

describe('an API that refuses', () => {
  const refusals: [string, Outcome][] = [
    ['400, 414 and 422', 'rejected'],
    ['404', 'not_found'],
  ];

  test.each(refusals)('too many ids, with %s, is asked for fewer', (_, outcome) =>
    fc.assert(
      fc.asyncProperty(data, fc.integer({ min: 1, max: 20 }), async (counted, most) => {
        const devin = new CountingDevin(counted, ({ ids }) => (ids.length > most ? outcome : undefined));
        const { rows, error } = await sync(counted, devin);
        expect(error).toBeUndefined();
        expect(found(rows)).toEqual(truth(counted));
        expect(devin.requestCount).toBeLessThanOrEqual(1.2 * cellsOf(counted) + 1);
      }),
    ),
  );

  const busy: Counted = {
    subjects: Array.from({ length: 9 }, (_, index) => `user-${index}`),
    from: '2026-03-01',
    to: '2026-03-30',
    events: Array.from({ length: 9 }, () => Array.from({ length: 30 }, (_, day) => day % 3)),
  };
  const without = (id: string): string[] => truth(busy).filter((cell) => !cell.startsWith(`${id} `));

  test('one member is read for all others, and the error names the member', async () => {
    const devin = new CountingDevin(busy, ({ ids }) => (ids.includes('user-5') ? 'rejected' : undefined));
    const { rows, error, state } = await sync(busy, devin);
    expect(found(rows)).toEqual(without('user-5'));
    expect(String(error)).toMatch(/^VError: 1 of 9 members could not be read \(user-5\)/);
    expect(state).toMatchObject({ synced_through: '2026-03-30', behind: { 'user-5': '2026-02-28' } });
  });

  test('one member with 404 gives no rows and a warning', async () => {
    const devin = new CountingDevin(busy, ({ ids }) => (ids.includes('user-5') ? 'not_found' : undefined));
    const { rows, error, log, state } = await sync(busy, devin);
    expect(found(rows)).toEqual(without('user-5'));
    expect(error).toBeUndefined();
    expect(log).toEqual([expect.stringMatching(/^WARN Devin answered 404 for 1 of 9 members/)]);
    expect(state).toMatchObject({ synced_through: '2026-03-30', behind: { 'user-5': '2026-02-28' } });
  });

  test.each<Outcome>([
    'rejected',
    'forbidden',
    'malformed',
    'server_error',
    'timeout',
    'network',
    'not_devin',
  ])('a group with %s because of one member is read for all others', async (outcome) => {
    const devin = new CountingDevin(busy, ({ ids }) => (ids.includes('user-5') ? outcome : undefined));
    const { rows, error } = await sync(busy, devin);
    expect(found(rows)).toEqual(without('user-5'));
    expect(String(error)).toMatch(/^VError: 1 of 9 members could not be read \(user-5\)/);
  });

  test('a member who could not be read is requested alone next time, from the same date, and catches up', async () => {
    const failing = new CountingDevin(busy, ({ ids }) =>
      ids.includes('user-5') ? 'server_error' : undefined,
    );
    const { state } = await sync(busy, failing);
    const devin = new CountingDevin(busy);
    const again = await sync(busy, devin, { incomingState: throughJson(state) });
    expect(again.error).toBeUndefined();
    const own = truth(busy).filter((cell) => cell.startsWith('user-5 '));
    expect(found(again.rows)).toEqual(expect.arrayContaining(own));
    expect(devin.questions.filter(({ ids }) => ids.includes('user-5')).map(({ ids }) => ids.length)).toEqual(
      expect.not.arrayContaining([2, 9]),
    );
    expect(again.state).toMatchObject({ synced_through: '2026-03-30', behind: {} });
  });

  test('a window whose filter cannot be checked fails alone: the next is read, and the state passes neither', async () => {
    const events = busy.subjects.map(() => Array.from({ length: 120 }, (_, day) => day % 3));
    const long = { ...busy, from: '2025-12-01', events };
    const devin = new CountingDevin(long, ({ ids, to }) =>
      ids[0] === 'nobody-has-this-id' && to < '2026-03-30' ? 'server_error' : undefined,
    );
    const { rows, error, state } = await sync(long, devin);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter(({ date }) => String(date) < '2025-12-31')).toEqual([]);
    expect(String(error)).toMatch(/1 of 2 windows could not be read \(2025-12-01 to 2025-12-30\)/);
    expect(state).not.toHaveProperty('synced_through');
  });
});

describe('the filter', () => {
  const counted: Counted = { subjects: ['ada'], from: '2026-03-01', to: '2026-03-20', events: [[2]] };

  /** Like `CountingDevin`, but unknown ids have the activity of `events`. */
  class LooseDevin extends CountingDevin {
    constructor(private readonly events: number | Outcome) {
      super(counted);
    }

    override async get(path: string, query: Query = {}): Promise<unknown> {
      // There was activity.
      if (query.user_ids === undefined) return { prs_created_count: 2 };
      const answer = (await super.get(path, query)) as object;
      if ((query.user_ids as string[])[0] === 'ada') return answer;
      if (typeof this.events === 'string')
        throw new DevinError({ outcome: this.events, answered: this.events });
      return { ...answer, prs_created_count: this.events };
    }
  }

  test('does not seem ignored because of a new field, and the field is not activity', async () => {
    class NewerDevin extends CountingDevin {
      override async get(path: string, query: Query = {}): Promise<unknown> {
        return { ...((await super.get(path, query)) as object), generated_at: 1_795_000_000 };
      }
    }
    const [older, newer] = [new CountingDevin(counted), new NewerDevin(counted)];
    const [expected, { rows, error }] = [await sync(counted, older), await sync(counted, newer)];
    expect(error).toBeUndefined();
    expect(rows).toEqual(expected.rows);
    expect(newer.requestCount).toBe(older.requestCount);
  });

  test('that Devin ignores fails the stream, because every row would be wrong', async () => {
    const { rows, error } = await sync(counted, new LooseDevin(2));
    expect(rows).toEqual([]);
    expect(String(error)).toMatch(/ignores the filter user_ids of .*\/metrics\/prs,.*leave this stream out/);
    expect(VError.info(error as Error)).toMatchObject({ failureType: 'config_error' });
  });

  test.each<[string, number | Outcome]>([
    ['finds nothing', 0],
    ['is rejected', 'rejected'],
    ['is not found', 'not_found'],
    ['is forbidden', 'forbidden'],
  ])('for an unknown id %s: it filters', async (_, events) => {
    const { rows, error } = await sync(counted, new LooseDevin(events));
    expect(error).toBeUndefined();
    expect(found(rows)).toEqual(['ada 2026-03-01 2']);
  });

  test('is tried once for each window', async () => {
    const devin = new CountingDevin({ ...counted, to: '2026-09-30' });
    await sync({ ...counted, to: '2026-09-30' }, devin);
    const tries = devin.questions.filter(({ ids }) => ids.some((id) => id !== 'ada'));
    expect(tries.map(({ from, to }) => `${from} ${to}`).sort()).toEqual([
      '2026-03-01 2026-04-03',
      '2026-04-04 2026-07-02',
      '2026-07-03 2026-09-30',
    ]);
  });
});
