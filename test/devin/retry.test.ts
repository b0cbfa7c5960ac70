import fc from 'fast-check';
import { defaultRetryPolicy as policy, retryDelayMs } from '../../src/devin/retry';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const delayMs = (attempt: number, retryAfterHeader?: string, random = 1) =>
  retryDelayMs({ attempt, retryAfterHeader, nowMs, random: () => random, policy });

describe('Retry-After', () => {
  it.each<[string, string, number]>([
    ['seconds', '7', 7_000],
    ['seconds with spaces around them', ' 7 ', 7_000],
    ['a fraction of a second', '1.5', 1_500],
    ['a date', 'Sat, 21 Nov 2026 12:01:30 GMT', 90_000],
    ['a date in the older style', 'Saturday, 21-Nov-26 12:01:30 GMT', 90_000],
    ['more than the cap is cut to it', '3600', 300_000],
    ['a date beyond the cap is cut to it', 'Sat, 21 Nov 2026 13:00:00 GMT', 300_000],
  ])('%s: obeyed, without jitter', (_name, header, expected) => expect(delayMs(1, header, 0)).toBe(expected));

  it.each([
    '',
    '0',
    '-5',
    'NaN',
    'Infinity',
    '1e3',
    '0x10',
    'soon',
    '12 apples',
    '99999999999',
    '9'.repeat(400),
  ])('%j is ignored: backoff', (header) => expect(delayMs(1, header)).toBe(500));

  it.each([
    '21 Nov 2026 12:05:00',
    '2026-11-21T12:05:00Z',
    'Fri, 20 Nov 2026 12:00:00 GMT',
    'Fri, 20 Nov 2037 12:00:00 GMT',
    'Sat, 99 Nov 2026 12:00:00 GMT',
  ])('the date %s is ignored: backoff', (header) => expect(delayMs(1, header)).toBe(500));
});

describe('backoff', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [7, 32_000],
    [8, 60_000],
    [5_000, 60_000],
  ])('after attempt %i: at most %i ms, at least half of it', (attempt, mostMs) => {
    expect(delayMs(attempt, undefined, 1)).toBe(mostMs);
    expect(delayMs(attempt, undefined, 0)).toBe(mostMs / 2);
  });
});

it('is never negative, never NaN and never above its cap, whatever the header', () => {
  const header = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(
      fc.option(header, { nil: undefined }),
      fc.integer({ min: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (text, attempt, random) => {
        const ms = delayMs(attempt, text, random);
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThanOrEqual(policy.maxRetryAfterMs);
      },
    ),
    { numRuns: 2_000 },
  );
});
