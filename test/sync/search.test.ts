import fc from 'fast-check';
import { addDays, countDays, eachDay } from '../../src/sync/days';
import { halves, search, type Area } from '../../src/sync/search';

const from = '2026-08-01';

/** Counts of some subjects on some days, and the requests with which a search found them. */
class Counts {
  readonly asked: Area[] = [];

  constructor(readonly bySubject: Readonly<Record<string, readonly number[]>>) {}

  get area(): Area {
    const [first = []] = Object.values(this.bySubject);
    return { subjects: Object.keys(this.bySubject), from, to: addDays(from, first.length - 1) };
  }

  of({ subjects, from: first, to }: Area): number {
    const days = eachDay(first, to).map((day) => countDays(from, day) - 1);
    return subjects
      .flatMap((id) => days.map((day) => this.bySubject[id]?.[day] ?? 0))
      .reduce((sum, one) => sum + one, 0);
  }

  async search(spent = 0): Promise<Record<string, number[]>> {
    const leaves = await search(this.area, {
      ask: async (area) => {
        this.asked.push(area);
        await Promise.resolve();
        return this.of(area);
      },
      weigh: (count) => count,
      spent,
    });
    const found: Record<string, number[]> = {};
    for (const leaf of leaves) {
      for (const id of leaf.subjects) {
        for (const day of eachDay(leaf.from, leaf.to)) {
          const row = (found[id] ??= []);
          const index = countDays(from, day) - 1;
          // A day that comes twice is a bug, whatever it holds.
          row[index] = row[index] === undefined ? leaf.answer : Number.NaN;
        }
      }
    }
    return found;
  }
}

const sparse = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
);
const dense = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }) },
);
const counts = fc
  .tuple(
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 40 }),
    fc.constantFrom(sparse, dense, fc.constant(0)),
  )
  .chain(([subjects, days, count]) =>
    fc.array(fc.array(count, { minLength: days, maxLength: days }), {
      minLength: subjects,
      maxLength: subjects,
    }),
  )
  .map((rows) => new Counts(Object.fromEntries(rows.map((row, index) => [`user-${index}`, row]))));

test('finds the count of every subject and day, each once, whatever the data', async () => {
  await fc.assert(
    fc.asyncProperty(counts, async (truth) => {
      expect(await truth.search()).toEqual(truth.bySubject);
    }),
  );
});

test('asks at most 1.2 times as often as there are subjects and days', async () => {
  await fc.assert(
    fc.asyncProperty(counts, fc.constantFrom(0, 1), async (truth, spent) => {
      await truth.search(spent);
      const singles = truth.area.subjects.length * countDays(truth.area.from, truth.area.to);
      expect(truth.asked.length + spent).toBeLessThanOrEqual(Math.max(1.2 * singles, singles + spent));
    }),
  );
});

test.each<[string, Record<string, number[]>, number]>([
  ['nothing anywhere: one request', { ada: Array<number>(90).fill(0) }, 1],
  ['everything everywhere: the whole once, then each day', { ada: Array<number>(90).fill(3) }, 91],
  [
    'one event in 90 days, at their beginning: two requests a halving',
    { ada: [1, ...Array<number>(89).fill(0)] },
    15,
  ],
  [
    'one event in 90 days, at their end: one request a halving',
    { ada: [...Array<number>(89).fill(0), 1] },
    8,
  ],
  ['one subject and day: itself', { ada: [5] }, 1],
  ['nobody of many: one request', Object.fromEntries(Array.from({ length: 50 }, (_, id) => [id, [0, 0]])), 1],
])('%s', async (_name, bySubject, requests) => {
  const truth = new Counts(bySubject);
  expect(await truth.search()).toEqual(truth.bySubject);
  expect(truth.asked).toHaveLength(requests);
});

test('halves by subject first, then by day; together they are the whole', () => {
  const whole = { subjects: ['a', 'b', 'c'], from: '2026-08-01', to: '2026-08-05' };
  expect(halves(whole)).toEqual([
    { ...whole, subjects: ['a', 'b'] },
    { ...whole, subjects: ['c'] },
  ]);
  expect(halves({ ...whole, subjects: ['a'] })).toEqual([
    { subjects: ['a'], from: '2026-08-01', to: '2026-08-03' },
    { subjects: ['a'], from: '2026-08-04', to: '2026-08-05' },
  ]);
});

describe('a refusal', () => {
  const area = { subjects: ['ada', 'bela'], from, to: from };
  const ask = (part: Area) =>
    part.subjects.includes('bela') ? Promise.reject(new Error('bela')) : Promise.resolve(1);

  it('ends the search where nobody deals with it', async () => {
    await expect(search(area, { ask, weigh: (count) => count })).rejects.toThrow('bela');
  });

  it('may lead to other areas, or to none', async () => {
    const refused = (part: Area) => (part.subjects.length > 1 ? halves(part) : []);
    expect(await search(area, { ask, weigh: (count) => count, refused })).toEqual([
      { subjects: ['ada'], from, to: from, answer: 1 },
    ]);
  });
});
