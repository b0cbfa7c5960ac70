import { halves, joined, type Area } from '../../src/sync/area';
import { countDays } from '../../src/sync/days';

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

test('of three days the first is by itself', () => {
  const [first, others] = halves({ subjects: ['a'], from: '2026-08-30', to: '2026-09-01' });
  expect([first.from, first.to, others.from, others.to]).toEqual([
    '2026-08-30',
    '2026-08-30',
    '2026-08-31',
    '2026-09-01',
  ]);
});

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
