import fc from 'fast-check';
import type { Area } from '../../../src/sync/search/block';
import { weighEach } from '../../../src/sync/search/count-each';
import type { Weights } from '../../../src/sync/search/counts';

const day = { from: '2026-03-01', to: '2026-03-01' };

/** Weighs subjects that count so much each; an answer of zero settles whom it was about. */
async function weigh(counts: readonly number[], most?: Weights) {
  const truth = new Map(counts.map((count, index) => [`user-${index}`, count]));
  const settled = new Set<string>();
  let questions = 0;
  const ask = ({ subjects }: Area) => {
    questions += 1;
    const weight = subjects.reduce((sum, subject) => sum + (truth.get(subject) ?? 0), 0);
    if (weight === 0) for (const subject of subjects) settled.add(subject);
    return Promise.resolve({ weight, isSettled: weight === 0 });
  };
  const weights = await weighEach({ ...day, subjects: [...truth.keys()] }, ask, most);
  return { truth, settled, weights, questions };
}

const counts = fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, 5), { minLength: 1, maxLength: 50 });

test('each subject is weighed or settled as zero, in no more questions than subjects', () =>
  fc.assert(
    fc.asyncProperty(counts, fc.boolean(), async (each, hasLimits) => {
      const most = new Map(each.map((count, index) => [`user-${index}`, count + (index % 3)]));
      const { truth, settled, weights, questions } = await weigh(each, hasLimits ? most : undefined);
      for (const [subject, count] of truth) {
        expect(weights.get(subject) ?? 0).toBe(count);
        expect(weights.has(subject)).toBe(!settled.has(subject));
      }
      expect(questions).toBeLessThanOrEqual(each.length);
    }),
  ));

test.each<[what: string, counts: number[], questions: number]>([
  ['nobody', [0, 0, 0, 0, 0, 0, 0, 0], 1],
  ['the only one', [3], 1],
  ['one of two', [0, 3], 2],
  ['the first of each pair: all pairs are asked together', [1, 0, 1, 0, 1, 0, 1, 0], 5],
  ['the second of each pair', [0, 1, 0, 1, 0, 1, 0, 1], 5],
  ['one of eight', [0, 0, 0, 0, 0, 1, 0, 0], 4],
])('%s', async (_, each, questions) => {
  expect((await weigh(each)).questions).toBe(questions);
});

test('limits leave no doubt sooner', async () => {
  const most = new Map([1, 0, 2, 1].map((count, index) => [`user-${index}`, count]));
  expect((await weigh([1, 0, 2, 1], most)).questions).toBe(1);
});
