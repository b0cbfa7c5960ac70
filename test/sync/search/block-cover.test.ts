import fc from 'fast-check';
import type { Area } from '../../../src/sync/search/block';
import { coverOf, joined } from '../../../src/sync/search/block-cover';
import { addDays, countDays, eachDay } from '../../../src/sync/days';

test('areas are joined where the same subjects have days that follow one another', () => {
  const area = (subjects: string[], from: string, to: string): Area => ({ subjects, from, to });
  const areas = [
    area(['ada'], '2026-03-05', '2026-03-06'),
    area(['ada'], '2026-03-01', '2026-03-02'),
    area(['ada', 'bela'], '2026-03-01', '2026-03-04'),
    area(['ada'], '2026-03-03', '2026-03-04'),
    area(['ada'], '2026-03-08', '2026-03-08'),
  ];
  const result = joined(areas).map(({ subjects, from, to }) => [subjects.join(), from, countDays(from, to)]);
  expect(result.sort()).toEqual([
    ['ada', '2026-03-01', 6],
    ['ada', '2026-03-08', 1],
    ['ada,bela', '2026-03-01', 4],
  ]);
});

/** Each subject and day of the areas, in order; one that is in two of them comes twice. */
function cells(areas: readonly Area[]): string[] {
  return areas
    .flatMap(({ subjects, from, to }) =>
      subjects.flatMap((subject) => eachDay(from, to).map((day) => `${day} ${subject}`)),
    )
    .sort();
}

/** Areas of one subject each, as chance makes them; no day of a subject is in two of them. */
const scattered = fc
  .array(fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 30 })
  .map((gapsAndLengths) =>
    gapsAndLengths.flatMap((lengths, index): Area[] => {
      let day = '2026-02-20';
      return lengths.flatMap((length, turn) => {
        const from = day;
        day = addDays(day, length);
        const isGap = turn % 2 === 1 || length === 0;
        return isGap ? [] : [{ subjects: [`user-${index}`], from, to: addDays(day, -1) }];
      });
    }),
  )
  .filter((areas) => areas.length > 0);

const inGroupsOf =
  (most: number) =>
  (subjects: readonly string[]): string[][] =>
    Array.from({ length: Math.ceil(subjects.length / most) }, (_, index) =>
      subjects.slice(index * most, (index + 1) * most),
    );

test('a cover has the same subjects and days, each once, no group too large, and no more areas than were given', () =>
  fc.assert(
    fc.property(scattered, fc.integer({ min: 1, max: 12 }), (areas, most) => {
      const cover = coverOf(areas, inGroupsOf(most));
      expect(cells(cover)).toEqual(cells(areas));
      expect(Math.max(...cover.map(({ subjects }) => subjects.length))).toBeLessThanOrEqual(most);
      expect(cover.length).toBeLessThanOrEqual(areas.length);
    }),
  ));

test('who shares days is asked for together, each for the rest of their days', () => {
  const area = (subject: string, from: string, to: string): Area => ({ subjects: [subject], from, to });
  const areas = [
    area('ada', '2026-03-01', '2026-03-08'),
    area('bela', '2026-03-01', '2026-03-04'),
    area('chidi', '2026-03-05', '2026-03-08'),
    area('dunja', '2026-03-05', '2026-03-08'),
  ];
  const cover = coverOf(areas, inGroupsOf(50));
  expect(cover.map(({ subjects, from, to }) => [[...subjects].sort().join(), from, to])).toEqual([
    ['ada,bela', '2026-03-01', '2026-03-04'],
    ['ada,chidi,dunja', '2026-03-05', '2026-03-08'],
  ]);
});
