import fc from 'fast-check';
import type { Block } from '../../../src/sync/search/block';
import { countEach } from '../../../src/sync/search/count-each';
import type { Counts } from '../../../src/sync/search/counts';

const day = { from: '2026-03-01', to: '2026-03-01' };

/** Counts subjects with these numbers; an answer of zero settles every subject that it was about. */
async function counted(numbers: readonly number[], most?: Counts) {
  const truth = new Map(numbers.map((count, index) => [`user-${index}`, count]));
  const settled = new Set<string>();
  let questions = 0;
  const ask = ({ subjects }: Block) => {
    questions += 1;
    const count = subjects.reduce((sum, subject) => sum + (truth.get(subject) ?? 0), 0);
    if (count === 0) for (const subject of subjects) settled.add(subject);
    return Promise.resolve({ count, isSettled: count === 0 });
  };
  const counts = await countEach({ ...day, subjects: [...truth.keys()] }, ask, most);
  return { truth, settled, counts, questions };
}

const numbers = fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, 5), { minLength: 1, maxLength: 50 });

test('each subject is counted or known to be zero, with no more requests than subjects', () =>
  fc.assert(
    fc.asyncProperty(numbers, fc.boolean(), async (each, hasLimits) => {
      const most = new Map(each.map((count, index) => [`user-${index}`, count + (index % 3)]));
      const { truth, settled, counts, questions } = await counted(each, hasLimits ? most : undefined);
      for (const [subject, count] of truth) {
        expect(counts.get(subject) ?? 0).toBe(count);
        expect(counts.has(subject)).toBe(!settled.has(subject));
      }
      expect(questions).toBeLessThanOrEqual(each.length);
    }),
  ));

test.each<[what: string, counts: number[], questions: number]>([
  ['nobody', [0, 0, 0, 0, 0, 0, 0, 0], 1],
  ['the only one', [3], 1],
  ['one of two', [0, 3], 2],
  ['the first of each pair: all pairs are requested together', [1, 0, 1, 0, 1, 0, 1, 0], 5],
  ['the second of each pair', [0, 1, 0, 1, 0, 1, 0, 1], 5],
  ['one of eight', [0, 0, 0, 0, 0, 1, 0, 0], 4],
])('%s', async (_, each, questions) => {
  expect((await counted(each)).questions).toBe(questions);
});

test('limits give certainty sooner', async () => {
  const most = new Map([1, 0, 2, 1].map((count, index) => [`user-${index}`, count]));
  expect((await counted([1, 0, 2, 1], most)).questions).toBe(1);
});
