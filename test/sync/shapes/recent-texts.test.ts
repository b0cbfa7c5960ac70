import fc from 'fast-check';
import { RecentTexts } from '../../../src/sync/shapes/recent-texts';

test('remembers at least the given number of recent texts', () => {
  const texts = fc.array(fc.nat({ max: 12 }).map(String), { maxLength: 60 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 9 }), (all, count) => {
      const recent = new RecentTexts(count);
      all.forEach((text, index) => {
        const before = all.slice(0, index);
        const isNew = recent.add(text);
        if (new Set(before.slice(before.lastIndexOf(text))).size <= count && before.includes(text)) {
          expect(isNew).toBe(false);
        }
        if (!before.includes(text)) expect(isNew).toBe(true);
      });
    }),
  );
});

test('forgets old texts, so that a long list takes no memory', () => {
  const recent = new RecentTexts(3);
  for (let number = 0; number < 7; number += 1) recent.add(String(number));
  expect(recent.add('0')).toBe(true);
});
