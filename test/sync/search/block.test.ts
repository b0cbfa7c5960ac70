import { halves } from '../../../src/sync/search/block';

test('a block is halved by subject first, then by day, and the halves make the whole', () => {
  const whole = { subjects: ['a', 'b', 'c'], from: '2026-08-01', to: '2026-08-05' };
  expect(halves(whole)).toEqual([
    { ...whole, subjects: ['a', 'b'] },
    { ...whole, subjects: ['c'] },
  ]);
  expect(halves({ ...whole, subjects: ['a'] })).toEqual([
    { subjects: ['a'], from: '2026-08-01', to: '2026-08-02' },
    { subjects: ['a'], from: '2026-08-03', to: '2026-08-05' },
  ]);
});

test('of three days, the first half is one day', () => {
  const [first, others] = halves({ subjects: ['a'], from: '2026-08-30', to: '2026-09-01' });
  expect([first.from, first.to, others.from, others.to]).toEqual([
    '2026-08-30',
    '2026-08-30',
    '2026-08-31',
    '2026-09-01',
  ]);
});
