import fc from 'fast-check';
import type { Block } from '../../../src/sync/search/block';
import { countEach } from '../../../src/sync/search/count-each';
import { nothing, sumOf, type Count, type Counts } from '../../../src/sync/search/counts';
import { countOfKinds } from './counted';

const day = { from: '2026-03-01', to: '2026-03-01' };

const open = (events: number): Count => countOfKinds({ open: events });
const merged = (events: number): Count => countOfKinds({ merged: events });

/** Counts subjects with these numbers; an answer of zero settles every subject that it was about. */
async function counted(each: readonly Count[], most?: Counts) {
  const truth = new Map(each.map((count, index) => [`user-${index}`, count]));
  const settled = new Set<string>();
  let questions = 0;
  const ask = ({ subjects }: Block) => {
    questions += 1;
    const count = sumOf(subjects.map((subject) => truth.get(subject) ?? nothing()));
    if (count.size === 0) for (const subject of subjects) settled.add(subject);
    return Promise.resolve({ count, isSettled: count.size === 0 });
  };
  const counts = await countEach({ ...day, subjects: [...truth.keys()] }, ask, most);
  return { truth, settled, counts, questions };
}

const number = fc.constantFrom(0, 0, 0, 1, 1, 2, 5);
const kinds = fc.record({ open: number, merged: number, closed: number }).map(countOfKinds);
const numbers = fc.array(fc.oneof(kinds, number.map(open)), { minLength: 1, maxLength: 50 });

test('each subject is counted or known to be zero, with no more requests than subjects', () =>
  fc.assert(
    fc.asyncProperty(numbers, fc.boolean(), async (each, hasLimits) => {
      const most = new Map(
        each.map((count, index) => [`user-${index}`, sumOf([count, open(index % 3), merged(index % 2)])]),
      );
      const { truth, settled, counts, questions } = await counted(each, hasLimits ? most : undefined);
      for (const [subject, count] of truth) {
        expect(new Map(counts.get(subject))).toEqual(count);
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
  expect((await counted(each.map(open))).questions).toBe(questions);
});

test('limits give certainty sooner', async () => {
  const each = [1, 0, 2, 1].map(open);
  const most = new Map(each.map((count, index) => [`user-${index}`, count]));
  expect((await counted(each, most)).questions).toBe(1);
});

test('a kind that only one subject can have needs no more questions', async () => {
  const most = new Map([open(1), merged(1), open(1)].map((count, index) => [`user-${index}`, count]));
  const { counts, questions } = await counted([open(1), nothing(), open(1)], most);
  expect(questions).toBe(1);
  expect(counts.get('user-1')).toEqual(nothing());
});
