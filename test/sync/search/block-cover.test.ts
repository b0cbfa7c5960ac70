import fc from 'fast-check';
import type { Block } from '../../../src/sync/search/block';
import { blocksCovering, joinConsecutive } from '../../../src/sync/search/block-cover';
import { addDays, countDays, eachDay } from '../../../src/sync/days';

test('blocks with the same subjects and consecutive days are joined', () => {
  const block = (subjects: string[], from: string, to: string): Block => ({ subjects, from, to });
  const blocks = [
    block(['ada'], '2026-03-05', '2026-03-06'),
    block(['ada'], '2026-03-01', '2026-03-02'),
    block(['ada', 'bela'], '2026-03-01', '2026-03-04'),
    block(['ada'], '2026-03-03', '2026-03-04'),
    block(['ada'], '2026-03-08', '2026-03-08'),
  ];
  const result = joinConsecutive(blocks).map(({ subjects, from, to }) => [
    subjects.join(),
    from,
    countDays(from, to),
  ]);
  expect(result.sort()).toEqual([
    ['ada', '2026-03-01', 6],
    ['ada', '2026-03-08', 1],
    ['ada,bela', '2026-03-01', 4],
  ]);
});

/** Each subject and day of the blocks, in order; one that is in two of them comes twice. */
function cells(blocks: readonly Block[]): string[] {
  return blocks
    .flatMap(({ subjects, from, to }) =>
      subjects.flatMap((subject) => eachDay(from, to).map((day) => `${day} ${subject}`)),
    )
    .sort();
}

/** Blocks of one subject each, as chance makes them; no day of a subject is in two of them. */
const scattered = fc
  .array(fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 30 })
  .map((gapsAndLengths) =>
    gapsAndLengths.flatMap((lengths, index): Block[] => {
      let day = '2026-02-20';
      return lengths.flatMap((length, turn) => {
        const from = day;
        day = addDays(day, length);
        const isGap = turn % 2 === 1 || length === 0;
        return isGap ? [] : [{ subjects: [`user-${index}`], from, to: addDays(day, -1) }];
      });
    }),
  )
  .filter((blocks) => blocks.length > 0);

const inGroupsOf =
  (most: number) =>
  (subjects: readonly string[]): string[][] =>
    Array.from({ length: Math.ceil(subjects.length / most) }, (_, index) =>
      subjects.slice(index * most, (index + 1) * most),
    );

test('a cover has the same subjects and days once, no group too large, and no more blocks than before', () =>
  fc.assert(
    fc.property(scattered, fc.integer({ min: 1, max: 12 }), (blocks, most) => {
      const cover = blocksCovering(blocks, inGroupsOf(most));
      expect(cells(cover)).toEqual(cells(blocks));
      expect(Math.max(...cover.map(({ subjects }) => subjects.length))).toBeLessThanOrEqual(most);
      expect(cover.length).toBeLessThanOrEqual(blocks.length);
    }),
  ));

test('subjects that share days are requested together, and their other days separately', () => {
  const block = (subject: string, from: string, to: string): Block => ({ subjects: [subject], from, to });
  const blocks = [
    block('ada', '2026-03-01', '2026-03-08'),
    block('bela', '2026-03-01', '2026-03-04'),
    block('chidi', '2026-03-05', '2026-03-08'),
    block('dunja', '2026-03-05', '2026-03-08'),
  ];
  const cover = blocksCovering(blocks, inGroupsOf(50));
  expect(cover.map(({ subjects, from, to }) => [[...subjects].sort().join(), from, to])).toEqual([
    ['ada,bela', '2026-03-01', '2026-03-04'],
    ['ada,chidi,dunja', '2026-03-05', '2026-03-08'],
  ]);
});
