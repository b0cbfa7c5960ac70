import type { ReadContext } from '../../../src/sync/define';
import type { Period } from '../../../src/sync/fields/period-fields';
import { isMonday, periodsStream } from '../../../src/sync/shapes/periods';
import { scope, syncOf, throughJson } from '../read-context';
import { ScriptedDevin } from '../scripted-devin';

interface Row extends Period {
  is_final: boolean;
}

const startsOn = {
  day: () => true,
  week: isMonday,
  month: (day: string) => day.endsWith('-01'),
};

const seconds = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 1000;

/** One sync on 2026-11-21 (a Saturday) of periods that Devin counts from the given dates on. */
async function sync(kind: keyof typeof startsOn, periods: string[], options: Partial<ReadContext> = {}) {
  const stream = periodsStream<Row>({
    ...{ name: 'periods', description: 'Periods.', scopes: ['enterprise'], primaryKey: ['period_start'] },
    ...{ cursorField: 'period_start', permission: {}, endpoint: '/periods', probes: () => [] },
    path: () => '/periods',
    startsOn: startsOn[kind],
    row: (period) => period,
  });
  const client = new ScriptedDevin(() =>
    periods.map((day) => ({ start_time: seconds(day), end_time: seconds(day) + 1, active_users: 3 })),
  );
  const { context, log } = syncOf({ client, ...options });
  const { state, rows } = stream.open(context);
  const read: Row[] = [];
  for await (const batch of rows) read.push(...batch);
  return { rows: read, state: throughJson(state) as Record<string, unknown>, asked: client.asked, log };
}

const starts = ({ rows }: { rows: Row[] }): string[] =>
  rows.map(({ period_start, is_final }) => `${period_start}${is_final ? ' final' : ''}`);

test('complete periods are requested, from the first that starts on or after the start date to the last elapsed one', async () => {
  const weeks = ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16'];
  const first = await sync('week', weeks, { startDate: '2026-10-28' });
  expect(first.asked).toEqual(['/periods 2026-11-02T00 2026-11-16T00']);
  expect(starts(first)).toEqual(['2026-11-02 final', '2026-11-09']);
  expect(first.rows[0]).toEqual({
    ...{ period_start: '2026-11-02', start_at: '2026-11-02T00:00:00Z', end_at: '2026-11-02T00:00:01Z' },
    ...{ active_users: 3, is_final: true },
  });
});

test.each<[string, keyof typeof startsOn, string, string[]]>([
  ['yesterday has elapsed, today has not', 'day', '2026-11-19', ['/periods 2026-11-19T00 2026-11-21T00']],
  ['no week has elapsed yet', 'week', '2026-11-16', []],
  ['no month starts after the start date', 'month', '2026-11-02', []],
  ['a month', 'month', '2026-10-01', ['/periods 2026-10-01T00 2026-11-01T00']],
  [
    'no request spans more than 90 days, unless one period does',
    'month',
    '2026-06-01',
    [
      '/periods 2026-06-01T00 2026-08-01T00',
      '/periods 2026-08-01T00 2026-10-01T00',
      '/periods 2026-10-01T00 2026-11-01T00',
    ],
  ],
])('requests: %s', async (_name, kind, startDate, expected) => {
  expect((await sync(kind, [], { startDate, workers: 1 })).asked).toEqual(expected);
});

test('a period is read again while it ends within the look-back, and never when it is final', async () => {
  const days = ['2026-11-11', '2026-11-12', '2026-11-13', '2026-11-14', '2026-11-20'];
  const first = await sync('day', days, { startDate: '2026-11-11' });
  expect(starts(first)).toEqual([
    '2026-11-11 final',
    '2026-11-12 final',
    '2026-11-13 final',
    '2026-11-14',
    '2026-11-20',
  ]);
  const second = await sync('day', days, { incomingState: first.state });
  expect(second.asked).toEqual(['/periods 2026-11-14T00 2026-11-21T00']);
  expect(starts(second)).toEqual(['2026-11-14', '2026-11-20']);
});

test('a final month is not read again before the next one ends', async () => {
  const first = await sync('month', ['2026-10-01'], { startDate: '2026-10-01' });
  expect(starts(first)).toEqual(['2026-10-01 final']);
  const second = await sync('month', ['2026-10-01'], { incomingState: first.state });
  expect([second.asked, second.rows]).toEqual([[], []]);
  const later = { now: new Date('2026-12-02T09:00:00Z'), lastDay: '2026-12-01', incomingState: second.state };
  const third = await sync('month', ['2026-11-01'], later);
  expect(third.asked).toEqual(['/periods 2026-11-01T00 2026-12-01T00']);
  expect(starts(third)).toEqual(['2026-11-01']);
});

test('a state in the future reads nothing and is kept, with a warning', async () => {
  const incomingState = {
    scope_id: scope.id,
    start_date: '2026-11-01',
    lookback_days: 30,
    synced_through: '2026-11-21',
  };
  const { asked, state, log } = await sync('day', ['2026-11-20'], { incomingState });
  expect([asked, state]).toEqual([[], incomingState]);
  expect(log).toEqual([expect.stringMatching(/^WARN .*2026-11-21/)]);
});

test.each<[string, unknown, string]>([
  ['not a list', {}, 'no list as the periods'],
  ['a period that is not an object', [null], 'no object as a period'],
  [
    'a count in words',
    [{ start_time: 0, end_time: 1, active_users: 'three' }],
    'no whole number in "active_users"',
  ],
  [
    'a start in text',
    [{ start_time: '2026-11-01', end_time: 1, active_users: 3 }],
    'no time in Unix seconds in "start_time"',
  ],
])('an undocumented answer is refused: %s', async (_name, answer, problem) => {
  const client = new ScriptedDevin(() => answer);
  await expect(sync('day', [], { client, startDate: '2026-11-19' })).rejects.toThrow(problem);
});

test('weeks start on Monday', () => {
  const days = ['2026-11-15', '2026-11-16', '2026-11-17', '2028-02-28', '2028-02-29'];
  expect(days.filter(isMonday)).toEqual(['2026-11-16', '2028-02-28']);
});

test.each([
  ['starts on a Sunday within the requested weeks', ['2026-11-02', '2026-11-08']],
  ['comes twice', ['2026-11-02', '2026-11-09', '2026-11-09']],
])('a period that %s is refused, not dropped silently', async (_, weeks) => {
  await expect(sync('week', weeks, { startDate: '2026-11-01' })).rejects.toMatchObject({
    outcome: 'malformed',
    message: expect.stringMatching(/a period that starts on 2026-11-0[89], or two of them/) as string,
  });
});
