import fc from 'fast-check';
import { sizeOf, type Block } from '../../../src/sync/search/block';
import { eachDay } from '../../../src/sync/days';
import { search } from '../../../src/sync/search/search';
import type { AnsweredBlock, SearchOptions } from '../../../src/sync/search/search-options';
import type { Count } from '../../../src/sync/search/counts';
import { cellsOf, countedData, countIn, countOfKinds, eventsIn, type Counted } from './counted';

/** An answer that shows its request. */
interface Answer {
  readonly question: Block;
  readonly events: number;
  readonly count: Count;
}

function answerTo(question: Block, counted: Counted): Answer {
  return { question, events: eventsIn(counted, question), count: countIn(counted, question) };
}

/** Asks for everything, and remembers what was asked. */
async function find(counted: Counted, options: Partial<SearchOptions<Answer>> = {}) {
  const asked: Block[] = [];
  let settled = 0;
  const answered = await search<Answer>(counted, {
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answerTo(question, counted));
    },
    countOf: ({ count }) => count,
    settled: (size) => void (settled += size),
    ...options,
  });
  return { answered, asked, settled };
}

/** The events of each subject and day by the answered; throws where one is there twice. */
function table(answered: readonly AnsweredBlock<Answer>[]): Map<string, number> {
  const cells = new Map<string, number>();
  for (const { subjects, from, to, answer } of answered) {
    for (const key of subjects.flatMap((subject) => eachDay(from, to).map((day) => `${subject} ${day}`))) {
      if (cells.has(key)) throw new Error(`${key} twice`);
      cells.set(key, answer.events);
    }
  }
  return cells;
}

/** Whether the answered is what was answered to just that question, and stands for one subject and day unless it is zero. */
function isAnswered({ answer, ...block }: AnsweredBlock<Answer>): boolean {
  const text = ({ subjects, from, to }: Block): string => JSON.stringify([subjects, from, to]);
  return text(block) === text(answer.question) && (answer.events === 0 || sizeOf(block) === 1);
}

function truth(counted: Counted): Map<string, number> {
  const days = eachDay(counted.from, counted.to);
  return new Map(
    counted.subjects.flatMap((subject, index) =>
      days.map((day, dayIndex) => [`${subject} ${day}`, counted.events[index]?.[dayIndex] ?? 0] as const),
    ),
  );
}

function inGroupsOf(most: number): (subjects: readonly string[]) => string[][] {
  return (subjects) => {
    const starts = Array.from({ length: Math.ceil(subjects.length / most) }, (_, index) => index * most);
    return starts.map((start) => subjects.slice(start, start + most));
  };
}

const data = countedData({ subjects: 24, days: 20 });
const onePerson = countedData({ subjects: 1, days: 60 });
const anyData = fc.oneof(data, onePerson);

describe('any counts', () => {
  test('each subject and day is found once, with the values of a single request', () =>
    fc.assert(
      fc.asyncProperty(anyData, fc.integer({ min: 1, max: 24 }), async (counted, most) => {
        const { answered } = await find(counted, { groups: inGroupsOf(most) });
        expect(table(answered)).toEqual(truth(counted));
      }),
    ));

  test('a value other than zero comes from a request for that subject and day, and a zero is never a difference', () =>
    fc.assert(
      fc.asyncProperty(anyData, async (counted) => {
        const { answered } = await find(counted);
        expect(answered.filter((answered) => !isAnswered(answered))).toEqual([]);
      }),
    ));

  test('it takes at most 1.2 requests for each subject and day, and no request is repeated', () =>
    fc.assert(
      fc.asyncProperty(anyData, fc.integer({ min: 0, max: 5 }), async (counted, spent) => {
        const { asked, settled } = await find(counted, { spent });
        expect(asked.length).toBeLessThanOrEqual(Math.max(1.2 * cellsOf(counted) - spent, cellsOf(counted)));
        expect(new Set(asked.map((block) => JSON.stringify(block))).size).toBe(asked.length);
        expect(settled).toBe(cellsOf(counted));
      }),
    ));

  test('no request has more subjects than a group may have, or other days', () =>
    fc.assert(
      fc.asyncProperty(data, fc.integer({ min: 1, max: 24 }), async (counted, most) => {
        const { asked } = await find(counted, { groups: inGroupsOf(most) });
        const isWithin = ({ subjects, from, to }: Block): boolean =>
          subjects.length <= most && counted.from <= from && from <= to && to <= counted.to;
        expect(asked.filter((block) => !isWithin(block))).toEqual([]);
      }),
    ));
});

test('with inconsistent sums, as when data change meanwhile, values come from answers, within the same bound', () =>
  fc.assert(
    fc.asyncProperty(
      data,
      fc.array(fc.nat({ max: 3 }), { minLength: 1 }),
      fc.array(fc.nat({ max: 9 }), { minLength: 1 }),
      async (counted, answers, counts) => {
        let calls = 0;
        const { answered } = await find(counted, {
          ask: (question) => {
            calls += 1;
            const events = answers[calls % answers.length] ?? 0;
            const open = events === 0 ? 0 : 1 + (counts[(calls * 7) % counts.length] ?? 0);
            const merged = events === 0 ? 0 : (counts[(calls * 5) % counts.length] ?? 0);
            return Promise.resolve({ question, events, count: countOfKinds({ open, merged }) });
          },
        });
        expect(new Set(table(answered).keys())).toEqual(new Set(truth(counted).keys()));
        expect(answered.filter((answered) => !isAnswered(answered))).toEqual([]);
        expect(calls).toBeLessThanOrEqual(1.2 * cellsOf(counted) + 1);
      },
    ),
  ));

describe('a server that refuses', () => {
  const refuse = new Error('refused');
  const bySubject = (block: Block): Block[] => {
    const middle = Math.ceil(block.subjects.length / 2);
    const parts = [block.subjects.slice(0, middle), block.subjects.slice(middle)];
    return block.subjects.length === 1 ? [] : parts.map((subjects) => ({ ...block, subjects }));
  };

  test('too many subjects at once is asked for fewer', () =>
    fc.assert(
      fc.asyncProperty(data, fc.integer({ min: 1, max: 24 }), async (counted, most) => {
        let calls = 0;
        const { answered } = await find(counted, {
          ask: (question) => {
            calls += 1;
            if (question.subjects.length > most) return Promise.reject(refuse);
            return Promise.resolve(answerTo(question, counted));
          },
          refused: bySubject,
        });
        expect(table(answered)).toEqual(truth(counted));
        expect(calls).toBeLessThanOrEqual(1.2 * cellsOf(counted) + 1);
      }),
    ));

  test('one subject is asked for all others', () =>
    fc.assert(
      fc.asyncProperty(data, fc.nat(), async (counted, number) => {
        const poison = counted.subjects[number % counted.subjects.length] ?? '';
        const { answered } = await find(counted, {
          ask: (question) =>
            question.subjects.includes(poison)
              ? Promise.reject(refuse)
              : Promise.resolve(answerTo(question, counted)),
          refused: bySubject,
        });
        const others = [...truth(counted)].filter(([key]) => !key.startsWith(`${poison} `));
        expect(table(answered)).toEqual(new Map(others));
      }),
    ));

  test('too many subjects: the limit is found once', async () => {
    const subjects = Array.from({ length: 24 }, (_, index) => `user-${index}`);
    const events = subjects.map((_, index) => Array.from({ length: 30 }, (__, day) => Number(day === index)));
    let refusals = 0;
    await find(
      { subjects, from: '2026-03-01', to: '2026-03-30', events },
      {
        ask: (question) => {
          if (question.subjects.length <= 6)
            return Promise.resolve({ question, events: 1, count: countOfKinds({ open: 1 }) });
          refusals += 1;
          return Promise.reject(refuse);
        },
        refused: bySubject,
      },
    );
    expect(refusals).toBe(3);
  });

  test('every request fails the search, which sends no more requests', async () => {
    const subjects = ['ada', 'bela', 'chidi', 'dunja'];
    let calls = 0;
    const answered = () => new Promise(setImmediate);
    const searching = find(
      { subjects, from: '2026-03-01', to: '2026-03-31', events: [] },
      {
        groups: inGroupsOf(1),
        ask: async (question) => {
          calls += 1;
          if (calls === 5) throw refuse;
          await answered();
          return { question, events: 4, count: countOfKinds({ open: 4 }) };
        },
      },
    );
    await expect(searching).rejects.toBe(refuse);
    for (let rounds = 0; rounds < 20; rounds += 1) await answered();
    // Each of the four was asked for once, and for half the days.
    expect(calls).toBe(8);
  });
});

describe('number of requests', () => {
  const days = (events: readonly number[]): Counted => ({
    subjects: ['ada'],
    from: '2026-03-01',
    to: '2026-03-30',
    events: [events],
  });
  const quiet = Array.from({ length: 30 }, () => 0);

  test.each<[string, Counted, number]>([
    ['no activity: one request for the whole', days(quiet), 1],
    ['activity every day: the whole and each day', days(quiet.map(() => 2)), 31],
    ['activity on one day: halves down to that day, and the days after it', days(quiet.with(20, 1)), 7],
  ])('%s', async (_, counted, requests) => {
    expect((await find(counted)).asked).toHaveLength(requests);
  });

  test('fifty subjects with one active day: a fraction of the days of one subject', async () => {
    const subjects = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    const events = subjects.map((_, index) => (index === 33 ? quiet.with(20, 3) : quiet));
    const counted = { ...days([]), subjects, events };
    expect((await find(counted)).asked.length).toBeLessThan(20);
  });
});
