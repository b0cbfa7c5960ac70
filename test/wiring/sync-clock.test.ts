import { SyncClock } from '../../src/wiring/sync-clock';

const startMs = Date.parse('2026-11-21T09:00:00.400Z');
const iso = (date: Date) => date.toISOString();

/** A sync that starts at 09:00:00.400 by our clock, and hears from Devin some time later. */
function started({ devin, answeredAfterMs = 100 }: { devin?: string; answeredAfterMs?: number }) {
  let ourMs = startMs;
  const log: string[] = [];
  const clock = new SyncClock(
    () => new Date(ourMs),
    (level, message) => log.push(`${level} ${message}`),
  );
  ourMs += answeredAfterMs;
  if (devin !== undefined) clock.onDate(Date.parse(devin));
  const { now, completeUntil } = clock.start();
  return { now: iso(now), completeUntil: iso(completeUntil), log: log.join() };
}

const ours = '2026-11-21T09:00:00.400Z';

it.each<[string, string, string, string, RegExp]>([
  ['equal', '2026-11-21T09:00:00Z', ours, '2026-11-21T09:00:00.000Z', /^$/],
  ['ours a little ahead', '2026-11-21T08:56:00Z', ours, '2026-11-21T08:56:00.000Z', /^$/],
  ['ours a little behind', '2026-11-21T09:04:00Z', ours, ours, /^$/],
  [
    'ours six minutes ahead',
    '2026-11-21T08:54:00Z',
    '2026-11-21T08:54:00.000Z',
    '2026-11-21T08:54:00.000Z',
    /^WARN The clock of this machine is 6 minutes ahead of Devin's: Devin's is used/,
  ],
  [
    'ours three days ahead',
    '2026-11-18T09:00:00Z',
    '2026-11-18T09:00:00.000Z',
    '2026-11-18T09:00:00.000Z',
    /3 days ahead of Devin's/,
  ],
  [
    'ours six minutes behind',
    '2026-11-21T09:06:01Z',
    ours,
    ours,
    /6 minutes behind Devin's: the clock of this machine is used/,
  ],
  ['ours thirty hours behind', '2026-11-22T15:00:00Z', ours, ours, /30 hours behind/],
])('clocks: %s', (_name, devin, now, completeUntil, log) => {
  expect(started({ devin })).toEqual({ now, completeUntil, log: expect.stringMatching(log) as string });
});

it('without a time of Devin, ours is used', () => {
  expect(started({})).toEqual({ now: ours, completeUntil: ours, log: '' });
});

it('an answer that takes ten minutes does not change the result', () => {
  expect(started({ devin: '2026-11-21T09:10:00Z', answeredAfterMs: 600_000 })).toEqual({
    ...{ now: ours, completeUntil: ours, log: '' },
  });
});
