import fc from 'fast-check';
import {
  addDays,
  countDays,
  dayOfStamp,
  eachDay,
  earlier,
  isDay,
  lastCompleteDay,
  later,
  startOfDay,
  windowsNewestFirst,
} from '../../src/sync/days';

const day = fc
  .date({ min: new Date('1999-01-01T00:00:00Z'), max: new Date('2101-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test.each([
  ['an ordinary day', '2026-11-20', true],
  ['29 February of a leap year', '2028-02-29', true],
  ['29 February of another year', '2026-02-29', false],
  ['31 February', '2026-02-31', false],
  ['month 13', '2026-13-01', false],
  ['day 0', '2026-11-00', false],
  ['no leading zero', '2026-1-2', false],
  ['with a time', '2026-11-20T00:00:00Z', false],
  ['with white space', ' 2026-11-20', false],
  ['a line break after it', '2026-11-20\n', false],
  ['empty', '', false],
  ['a number', 20261120, false],
  ['null', null, false],
])('isDay: %s', (_name, value, expected) => {
  expect(isDay(value)).toBe(expected);
});

test.each([
  ['a second before 08:00Z', '2026-11-21T07:59:59Z', '2026-11-19'],
  ['a millisecond before 08:00Z', '2026-11-21T07:59:59.999Z', '2026-11-19'],
  ['at 08:00Z', '2026-11-21T08:00:00Z', '2026-11-20'],
  ['midnight UTC', '2026-11-21T00:00:00Z', '2026-11-19'],
  ['just before midnight UTC', '2026-11-21T23:59:59Z', '2026-11-20'],
  ['new year', '2027-01-01T08:00:00Z', '2026-12-31'],
  ['the first of March of a leap year', '2028-03-01T08:00:00Z', '2028-02-29'],
  ['midnight in Los Angeles in summer', '2026-07-02T07:00:00Z', '2026-06-30'],
])('lastCompleteDay: %s', (_name, now, expected) => {
  expect(lastCompleteDay(new Date(now))).toBe(expected);
});

test.each([
  ['08:00Z', '2026-11-20T08:00:00Z'],
  ['07:00Z', '2026-11-20T07:00:00Z'],
  ['00:00Z', '2026-11-20T00:00:00Z'],
])('dayOfStamp: a stamp at %s names the day of its date', (_name, stamp) => {
  expect(dayOfStamp(Date.parse(stamp) / 1000)).toBe('2026-11-20');
});

test.each([
  ['the day before a leap day', '2028-02-28', 1, '2028-02-29'],
  ['over new year', '2026-12-31', 1, '2027-01-01'],
  ['back over new year', '2027-01-01', -1, '2026-12-31'],
  ['nowhere', '2026-11-20', 0, '2026-11-20'],
  ['over a change of clocks', '2026-03-28', 2, '2026-03-30'],
])('addDays: %s', (_name, from, count, expected) => {
  expect(addDays(from, count)).toBe(expected);
});

test('a day starts at 08:00Z', () => {
  expect(startOfDay('2026-11-20')).toBe(Date.parse('2026-11-20T08:00:00Z') / 1000);
});

test('countDays is the inverse of addDays', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -4000, max: 4000 }), (from, count) => {
      expect(countDays(from, addDays(from, count))).toBe(count + 1);
      expect(addDays(addDays(from, count), -count)).toBe(from);
    }),
  );
});

test('eachDay lists every day once, in order, both ends included', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -5, max: 800 }), (from, count) => {
      const days = eachDay(from, addDays(from, count));
      expect(days).toEqual(
        Array.from({ length: Math.max(0, count + 1) }, (_, index) => addDays(from, index)),
      );
    }),
  );
});

test('days have no gap: each ends where the next one starts', () => {
  fc.assert(
    fc.property(day, (one) => {
      expect(startOfDay(addDays(one, 1)) - startOfDay(one)).toBe(86_400);
      expect(lastCompleteDay(new Date(startOfDay(addDays(one, 1)) * 1000))).toBe(one);
      expect(lastCompleteDay(new Date(startOfDay(addDays(one, 1)) * 1000 - 1))).toBe(addDays(one, -1));
    }),
  );
});

test('windows cover the range without gap or overlap, newest first, and only the oldest may be shorter', () => {
  const anyRange = [day, fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 120 })] as const;
  fc.assert(
    fc.property(...anyRange, (from, length, maxDays) => {
      const to = addDays(from, length);
      const windows = windowsNewestFirst(from, to, maxDays);
      expect(windows.toReversed().flatMap((window) => eachDay(window.from, window.to))).toEqual(
        eachDay(from, to),
      );
      expect(windows[0]?.to).toBe(to);
      const lengths = windows.map((window) => countDays(window.from, window.to));
      expect(lengths.slice(0, -1).every((each) => each === maxDays)).toBe(true);
      expect(lengths.at(-1)).toBeLessThanOrEqual(maxDays);
    }),
  );
});

test('an end before the start gives no windows', () => {
  expect(windowsNewestFirst('2026-11-21', '2026-11-20', 90)).toEqual([]);
});

test('earlier and later compare days', () => {
  expect([earlier('2026-09-30', '2026-10-01'), later('2026-09-30', '2026-10-01')]).toEqual([
    '2026-09-30',
    '2026-10-01',
  ]);
});
