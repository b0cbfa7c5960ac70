import fc from 'fast-check';
import {
  askedDelayMs,
  backoffMs,
  defaultRetryPolicy as policy,
  retryDelayMs,
} from '../../../src/devin/limits/retry';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const asked = (retryAfter: string | undefined, date?: string) =>
  askedDelayMs({ retryAfter, date }, nowMs, policy);

describe('Retry-After', () => {
  it.each<[string, string, number]>([
    ['seconds', '7', 7_000],
    ['seconds with spaces around them', ' 7 ', 7_000],
    ['a fraction of a second', '1.5', 1_500],
    ['a date', 'Sat, 21 Nov 2026 12:01:30 GMT', 90_000],
    ['a date in the older style', 'Saturday, 21-Nov-26 12:01:30 GMT', 90_000],
    ['more than the limit is cut to the limit', '3600', 300_000],
    ['a date beyond the limit is cut to the limit', 'Sat, 21 Nov 2026 13:00:00 GMT', 300_000],
  ])('%s', (_name, header, expected) => expect(asked(header)).toBe(expected));

  it.each<[string, string, string | undefined, number]>([
    ['a server 10 minutes ahead', 'Sat, 21 Nov 2026 12:10:02 GMT', 'Sat, 21 Nov 2026 12:10:00 GMT', 2_000],
    ['a server 10 minutes behind', 'Sat, 21 Nov 2026 11:50:02 GMT', 'Sat, 21 Nov 2026 11:50:00 GMT', 2_000],
    ['a server without a Date header', 'Sat, 21 Nov 2026 12:00:02 GMT', undefined, 2_000],
    ['a server with an invalid Date header', 'Sat, 21 Nov 2026 12:00:02 GMT', 'noon', 2_000],
    ['seconds need no date', '2', 'Sat, 21 Nov 2026 12:10:00 GMT', 2_000],
  ])('a date is counted from the time of its answer: %s', (_name, header, date, expected) =>
    expect(asked(header, date)).toBe(expected),
  );

  it.each([
    undefined,
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
    '21 Nov 2026 12:05:00',
    '2026-11-21T12:05:00Z',
    'Fri, 20 Nov 2026 12:00:00 GMT',
    'Fri, 20 Nov 2037 12:00:00 GMT',
    'Sat, 99 Nov 2026 12:00:00 GMT',
  ])('%j asks for no wait', (header) => expect(asked(header)).toBe(0));
});

describe('the wait after a failure', () => {
  it.each([
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [7, 32_000],
    [8, 60_000],
    [5_000, 60_000],
  ])('number %i: at least %i ms, at most a quarter more, and never above a minute', (count, leastMs) => {
    expect(backoffMs(count)).toBe(leastMs);
    expect(retryDelayMs(count, 0, policy, () => 0)).toBe(leastMs);
    expect(retryDelayMs(count, 0, policy, () => 1)).toBe(Math.min(leastMs * 1.25, 60_000));
  });

  it('is as long as Devin asks, or longer', () => {
    expect(retryDelayMs(1, 7_000, policy, () => 1)).toBe(7_000);
    expect(retryDelayMs(5, 7_000, policy, () => 0)).toBe(8_000);
    expect(retryDelayMs(50, 300_000, policy, () => 1)).toBe(300_000);
  });

  it('is never less than requested and never above its limit, whatever the headers', () => {
    const date = fc.date({ noInvalidDate: true }).map((each) => each.toUTCString());
    const header = fc.option(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String), date), {
      nil: undefined,
    });
    fc.assert(
      fc.property(
        header,
        header,
        fc.integer({ min: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, dateText, count, random) => {
          const askedMs = asked(text, dateText);
          const ms = retryDelayMs(count, askedMs, policy, () => random);
          expect(ms).toBeGreaterThanOrEqual(Math.max(askedMs, backoffMs(count)));
          expect(ms).toBeLessThanOrEqual(askedMs > 60_000 ? policy.maxRetryAfterMs : policy.maxDelayMs);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
