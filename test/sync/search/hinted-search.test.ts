import fc from 'fast-check';
import { sizeOf, type Block } from '../../../src/sync/search/block';
import { addDays, eachDay } from '../../../src/sync/days';
import type { Hint } from '../../../src/sync/search/hinted-days';
import { searchWithHints, type Hints } from '../../../src/sync/search/hinted-search';
import { Lags } from '../../../src/sync/search/lags';
import type { AnsweredBlock, SearchOptions } from '../../../src/sync/search/search-options';
import { cellsOf, countedData, countIn, eventsIn, type Counted } from './counted';

/** An answer that shows its request. */
interface Answer {
  readonly question: Block;
  readonly events: number;
  readonly count: ReadonlyMap<string, number>;
}

function answerTo(question: Block, counted: Counted): Answer {
  return { question, events: eventsIn(counted, question), count: countIn(counted, question) };
}

/** Searches with hints, and remembers what was asked. */
async function find(
  counted: Counted,
  hints: readonly Hint[],
  options: Partial<SearchOptions<Answer>> & { readonly mostDaysAfter?: number } = {},
) {
  const asked: Block[] = [];
  let settled = 0;
  const source: Hints<Answer> = {
    lags: new Lags(options.mostDaysAfter ?? 3),
    counters: ({ count }) => count,
    read: () => Promise.resolve(hints),
  };
  const answered = await searchWithHints<Answer>(
    counted,
    {
      countOf: ({ count }) => count,
      settled: (size) => void (settled += size),
      ...options,
      ask: (question) => {
        asked.push(question);
        return options.ask ? options.ask(question) : Promise.resolve(answerTo(question, counted));
      },
    },
    source,
  );
  return { answered, asked, settled };
}

/** The events of each subject and day by the answered. Throws where one is there twice. */
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

/** Each subject and day, with its events. */
function truth(counted: Counted): Map<string, number> {
  const days = eachDay(counted.from, counted.to);
  return new Map(
    counted.subjects.flatMap((subject, index) =>
      days.map((day, dayIndex) => [`${subject} ${day}`, counted.events[index]?.[dayIndex] ?? 0] as const),
    ),
  );
}

/** A value that is not zero must be the answer to a request for just that subject and day. */
function isOwnAnswer({ answer, ...block }: AnsweredBlock<Answer>): boolean {
  const text = ({ subjects, from, to }: Block): string => JSON.stringify([subjects, from, to]);
  return answer.events === 0 || (sizeOf(block) === 1 && text(block) === text(answer.question));
}

/** The hints that are right: those events, on the day itself or so many days before. */
function rightHints(counted: Counted, daysBefore = 0): Hint[] {
  return [...truth(counted)].flatMap(([cell, events]) => {
    const [subject = '', day = ''] = cell.split(' ');
    if (events === 0) return [];
    return [{ subject, day: addDays(day, -daysBefore), through: day, events }];
  });
}

const data = countedData({ subjects: 24, days: 20 });
const onePerson = countedData({ subjects: 1, days: 60 });
const anyData = fc.oneof(data, onePerson);

/** Hints that are right, left out, repeated, invented, for people nobody knows, or all of that. */
const someHints = fc
  .record({
    kept: fc.constantFrom(0, 0.5, 0.9, 1),
    repeated: fc.constantFrom(0, 0.3),
    daysBefore: fc.constantFrom(0, 1, 3),
    invented: fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 25 }), fc.integer({ min: 1, max: 4 })), {
      maxLength: 60,
    }),
    random: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ kept, repeated, daysBefore, invented, random }) => (counted: Counted): Hint[] => {
    const next = (): number => random.next().value as number;
    const right = rightHints(counted, daysBefore).filter(() => next() < kept);
    const wrong = invented.map(([subject, offset, events]): Hint => {
      const day = addDays(counted.from, offset - 3);
      return { subject: `user-${subject}`, day, through: addDays(day, offset % 5), events };
    });
    return [...right, ...right.filter(() => next() < repeated), ...wrong];
  });

function inGroupsOf(most: number): (subjects: readonly string[]) => string[][] {
  return (subjects) => {
    const starts = Array.from({ length: Math.ceil(subjects.length / most) }, (_, index) => index * most);
    return starts.map((start) => subjects.slice(start, start + most));
  };
}

const groupSize = fc.integer({ min: 1, max: 24 });

describe('any hints', () => {
  test('each subject and day is found once, with its own answer, and a zero is zero', () =>
    fc.assert(
      fc.asyncProperty(anyData, someHints, groupSize, async (counted, hintsFor, most) => {
        const { answered, settled } = await find(counted, hintsFor(counted), { groups: inGroupsOf(most) });
        expect(table(answered)).toEqual(truth(counted));
        expect(answered.filter((each) => !isOwnAnswer(each))).toEqual([]);
        expect(settled).toBe(cellsOf(counted));
      }),
    ));

  test('it takes at most 1.2 requests for each subject and day, and nobody is asked for twice on one day', () =>
    fc.assert(
      fc.asyncProperty(anyData, someHints, async (counted, hintsFor) => {
        const { asked } = await find(counted, hintsFor(counted));
        const alone = asked.filter((block) => sizeOf(block) === 1).map((block) => JSON.stringify(block));
        expect(new Set(alone).size).toBe(alone.length);
        expect(asked.length).toBeLessThanOrEqual(Math.max(1.2 * cellsOf(counted), cellsOf(counted)));
      }),
    ));

  test('nothing is lost that was there from the beginning, while events are added', () =>
    fc.assert(
      fc.asyncProperty(
        data,
        someHints,
        fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat(), fc.nat()), { maxLength: 8 }),
        async (counted, hintsFor, additions) => {
          const now = { ...counted, events: counted.events.map((days) => [...days]) };
          let calls = 0;
          const { answered } = await find(counted, hintsFor(counted), {
            ask: (question) => {
              for (const [call, subject, day] of additions) {
                const days = now.events[subject % now.events.length];
                if (call === calls && days) days[day % days.length] = (days[day % days.length] ?? 0) + 1;
              }
              calls += 1;
              return Promise.resolve(answerTo(question, now));
            },
          });
          const found = table(answered);
          const lost = [...truth(counted)].filter(([cell, events]) => (found.get(cell) ?? 0) < events);
          expect(lost).toEqual([]);
          expect(answered.filter((each) => !isOwnAnswer(each))).toEqual([]);
        },
      ),
    ));

  test('answers without any sense give each subject and day once, within the same bound', () =>
    fc.assert(
      fc.asyncProperty(
        data,
        someHints,
        fc.array(fc.nat({ max: 3 }), { minLength: 1 }),
        async (counted, hintsFor, answers) => {
          let calls = 0;
          const { answered } = await find(counted, hintsFor(counted), {
            ask: (question) => {
              calls += 1;
              const events = answers[calls % answers.length] ?? 0;
              return Promise.resolve({
                question,
                events,
                count: new Map(events > 0 ? [['open', events]] : []),
              });
            },
          });
          expect(new Set(table(answered).keys())).toEqual(new Set(truth(counted).keys()));
          expect(answered.filter((each) => !isOwnAnswer(each))).toEqual([]);
          expect(calls).toBeLessThanOrEqual(1.2 * cellsOf(counted) + 1);
        },
      ),
    ));
});

describe('a server that refuses', () => {
  const refuse = new Error('refused');
  const bySubject = (block: Block): Block[] => {
    const middle = Math.ceil(block.subjects.length / 2);
    const parts = [block.subjects.slice(0, middle), block.subjects.slice(middle)];
    return block.subjects.length === 1 ? [] : parts.map((subjects) => ({ ...block, subjects }));
  };

  test('too many subjects at once is asked for fewer', () =>
    fc.assert(
      fc.asyncProperty(data, someHints, groupSize, async (counted, hintsFor, most) => {
        const { answered, asked } = await find(counted, hintsFor(counted), {
          ask: (question) =>
            question.subjects.length > most
              ? Promise.reject(refuse)
              : Promise.resolve(answerTo(question, counted)),
          refused: bySubject,
        });
        expect(table(answered)).toEqual(truth(counted));
        expect(asked.length).toBeLessThanOrEqual(1.2 * cellsOf(counted) + 1);
      }),
    ));

  test('one subject is asked for all others', () =>
    fc.assert(
      fc.asyncProperty(
        data,
        someHints,
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        async (counted, hintsFor, number, most) => {
          const poison = counted.subjects[number % counted.subjects.length] ?? '';
          const { answered } = await find(counted, hintsFor(counted), {
            ask: (question) =>
              question.subjects.includes(poison)
                ? Promise.reject(refuse)
                : Promise.resolve(answerTo(question, counted)),
            refused: bySubject,
            groups: inGroupsOf(most),
          });
          const others = [...truth(counted)].filter(([key]) => !key.startsWith(`${poison} `));
          expect(table(answered)).toEqual(new Map(others));
        },
      ),
    ));

  test('every request fails the search', async () => {
    const counted = { subjects: ['ada'], from: '2026-03-01', to: '2026-03-31', events: [] };
    await expect(find(counted, [], { ask: () => Promise.reject(refuse) })).rejects.toBe(refuse);
  });
});

describe('number of requests', () => {
  const subjects = Array.from({ length: 40 }, (_, index) => `user-${index}`);
  const counted: Counted = {
    ...{ subjects, from: '2026-03-01', to: '2026-04-29' },
    events: subjects.map((_, user) =>
      Array.from({ length: 60 }, (__, day) => Number((day * 7 + user * 3) % 11 === 0)),
    ),
  };
  const active = [...truth(counted).values()].filter((events) => events > 0).length;
  const withoutHints = async (): Promise<number> => (await find(counted, [])).asked.length;

  test('with right hints: the whole twice, and each active day', async () => {
    const { asked } = await find(counted, rightHints(counted));
    expect(asked).toHaveLength(active + 2);
    const [first, last] = [asked[0], asked.at(-1)].map((block) => block && sizeOf(block));
    expect([first, last]).toEqual([cellsOf(counted), cellsOf(counted)]);
  });

  test('with events two days after each hint: some more', async () => {
    const hints = rightHints(counted, 2).map((hint) => ({ ...hint, through: addDays(hint.day, 3) }));
    expect((await find(counted, hints)).asked.length).toBeLessThan(1.3 * active);
  });

  test('with wrong hints: not many more than without', async () => {
    const hints = rightHints(counted, -5).map((hint) => ({ ...hint, through: addDays(hint.day, 3) }));
    expect((await find(counted, hints)).asked.length).toBeLessThan((await withoutHints()) + 30);
  });

  test('without activity: the whole, and hints are not even read', async () => {
    const read = jest.fn(() => Promise.resolve([]));
    const idle = { ...counted, events: [] };
    const hints: Hints<Answer> = { lags: new Lags(3), counters: ({ count }) => count, read };
    let calls = 0;
    await searchWithHints<Answer>(
      idle,
      {
        countOf: ({ count }) => count,
        ask: (question) => {
          calls += 1;
          return Promise.resolve(answerTo(question, idle));
        },
      },
      hints,
    );
    expect(calls).toBe(1);
    expect(read).not.toHaveBeenCalled();
  });
});
