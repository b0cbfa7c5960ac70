import { checkedFault } from '../../emulator/faults/fault-checks';
import type { Fault } from '../../emulator/faults/fault-kinds';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { checkedSwitches, switchChoices, defaultSwitches } from '../../emulator/world/switch-choices';
import { type Switches } from '../../emulator/world/switches';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.faults.clear());
afterAll(() => emulator.close());

const badSwitches: [how: string, switches: unknown, says: RegExp][] = [
  [
    'an unknown name',
    { zeroDay: 'omitted' },
    /^unknown switch zeroDay; there are lowerBound, .*pullRequestDays, pullRequestsWithoutSession$/,
  ],
  ['a name that every object has', { toString: 'x' }, /^unknown switch toString; /],
  [
    'an unknown value',
    { stamp: '09:00Z' },
    /^switch stamp cannot be "09:00Z"; it may be "08:00Z", "07:00Z", /,
  ],
  [
    'a value of another type',
    { addedFields: 'true' },
    /^switch addedFields cannot be "true"; it may be false, true$/,
  ],
  ['a number as text', { maxSpanDays: '100' }, /may be null, or a whole number above 0$/],
  ['a limit of 0', { maxIds: 0 }, /^switch maxIds cannot be 0; /],
  ['a time that is negative', { lateEntries: -1 }, /may be a whole number of seconds$/],
  ['half a second', { dateOffsetSeconds: 0.5 }, /^switch dateOffsetSeconds cannot be 0.5; /],
  [
    'one that is right and one that is not',
    { stamp: 'pacific', total: 'none' },
    /^switch total cannot be "none"; /,
  ],
  ['a list', [], /^switches must be an object/],
];

const badFaults: [how: string, fault: unknown, says: RegExp][] = [
  [
    'an unknown kind',
    { path: '*', kind: 'slow' },
    /^unknown kind of fault slow; there are status, storm, .*redirect$/,
  ],
  [
    'a kind that every object has',
    { path: '*', kind: 'constructor' },
    /^unknown kind of fault constructor; /,
  ],
  ['no kind', { path: '*' }, /^unknown kind of fault undefined; /],
  [
    'an unknown field',
    { path: '*', kind: 'status', status: 500, retry_after: 3 },
    /^unknown field retry_after of a fault status; it has path, query, occurrences, status, retryAfter, /,
  ],
  [
    'a field of another kind',
    { path: '*', kind: 'reset', status: 500 },
    /^unknown field status of a fault reset; /,
  ],
  [
    'a field that is missing',
    { path: '*', kind: 'status' },
    /^a fault status needs status: a whole number from 200 to 599$/,
  ],
  [
    'a status that is none',
    { path: '*', kind: 'status', status: 99 },
    /^status of a fault status cannot be 99; /,
  ],
  [
    'a storm of another status',
    { path: '*', kind: 'storm', status: 500, seconds: 1 },
    /cannot be 500; it may be 429, 503$/,
  ],
  ['a storm without end', { path: '*', kind: 'storm', status: 503 }, /^a fault storm needs seconds: /],
  ['too deep', { path: '*', kind: 'deep', depth: 100_001 }, /may be a whole number from 1 to 100000$/],
  ['an unknown body', { path: '*', kind: 'status', status: 500, body: 'xml' }, /may be "json", "html", /],
  [
    'occurrences from 0 on',
    { path: '*', kind: 'reset', occurrences: [0] },
    /^occurrences of a fault reset cannot be \[0\]; /,
  ],
  ['occurrences that are a number', { path: '*', kind: 'reset', occurrences: 2 }, /may be "all", a list of /],
  ['a query of numbers', { path: '*', kind: 'reset', query: { first: 2 } }, /may be an object of texts$/],
  ['a text', 'reset', /^a fault must be an object/],
];

async function post(path: string, body: unknown): Promise<[number, string]> {
  const response = await fetch(`${emulator.url}/_emulator/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const { error = '' } = (await response.json()) as { error?: string };
  return [response.status, error.replace('RangeError: ', '')];
}

test.each(badSwitches)('a switch is refused everywhere: %s', async (_how, switches, says) => {
  await expect(startEmulator({ switches: switches as Partial<Switches> })).rejects.toThrow(says);
  expect(await post('switches', switches)).toEqual([400, expect.stringMatching(says)]);
  expect(emulator.switches).toEqual(defaultSwitches());
});

test.each(badFaults)('a fault is refused everywhere: %s', async (_how, fault, says) => {
  await expect(startEmulator({ faults: [fault as Fault] })).rejects.toThrow(says);
  expect(() => emulator.faults.add(fault as Fault)).toThrow(says);
  emulator.faults.add({ path: '/v3/self', kind: 'status', status: 418 });
  const good = { path: '/v3/self', kind: 'reset' };
  if (typeof fault === 'object') {
    expect(await post('faults', { clear: true, add: [good, fault] })).toEqual([
      400,
      expect.stringMatching(says),
    ]);
  }
  // What was planned stays, and of what was sent nothing is.
  expect((await fetch(`${emulator.url}/v3/self`)).status).toBe(418);
});

test.each([
  ['faults', { add: [], delete: true }, /^unknown field delete; there are clear, add$/],
  ['limits', { latency: 5 }, /^unknown field latency; there are latencyMs, requestsPerSecond, retryAfter$/],
  ['now', { time: '2026-11-22T09:00:00Z' }, /^unknown field time; there are now$/],
])('%s with an unknown field is refused', async (path, body, says) => {
  expect(await post(path, body)).toEqual([400, expect.stringMatching(says)]);
});

test('every default and every other value of a switch is allowed', () => {
  expect(checkedSwitches(defaultSwitches())).toEqual(defaultSwitches());
  for (const [name, choice] of Object.entries(switchChoices)) {
    const values =
      choice.allowed.startsWith('a') || choice.allowed.startsWith('null,')
        ? [7]
        : (JSON.parse(`[${choice.allowed}]`) as unknown[]);
    for (const value of values) expect(checkedSwitches({ [name]: value })).toEqual({ [name]: value });
  }
});

test.each([
  {
    path: '*',
    kind: 'status',
    status: 503,
    retryAfter: { httpDateInSeconds: -60 },
    occurrences: { from: 2 },
  },
  { path: /self/, kind: 'storm', status: 429, seconds: 0.5, retryAfter: 'soon', query: { first: '2' } },
  { path: '*', kind: 'duplicate-members', itemsPerPage: undefined, occurrences: [1, 3] },
] as Fault[])('a correct fault is accepted: %j', (fault) => {
  expect(checkedFault(fault)).toBe(fault);
});
