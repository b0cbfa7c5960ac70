import fc from 'fast-check';
import VError from 'verror';
import type { ReadContext } from '../../../src/sync/define';
import type { SchemaOf } from '../../../src/sync/state/schema-check';
import { datedProperties, dictionary, openDatedState, type DatedState } from '../../../src/sync/state/state';
import { scope, syncOf, throughJson } from '../read-context';

interface Kept extends DatedState {
  synced_through?: string;
}

const schema: SchemaOf<Kept> = {
  type: 'object',
  required: ['scope_id', 'start_date', 'lookback_days'],
  properties: { ...datedProperties('consumption'), synced_through: { type: 'string', format: 'date' } },
};

const kept = {
  scope_id: scope.id,
  start_date: '2026-09-01',
  lookback_days: 7,
  synced_through: '2026-11-19',
};

function open(options: Partial<ReadContext>): { state: Kept; log: string[] } {
  const { context, log } = syncOf(options);
  const state = openDatedState<Kept>(context, {
    schema,
    lookback: 'consumption',
    fresh: (dated) => ({ ...dated }),
    startOver: (_old, { scope_id, start_date, lookback_days }) => ({ scope_id, start_date, lookback_days }),
  });
  return { state, log };
}

const lookback = (consumption: number): Partial<ReadContext> => ({
  lookbackDays: { consumption, metrics: 28 },
});

describe('the start date', () => {
  it.each<[string, Partial<ReadContext>, string]>([
    ['configured, on a first sync', { startDate: '2026-10-01' }, '2026-10-01'],
    ['not configured: 89 days before the last complete day, 90 days in all', {}, '2026-08-23'],
    ['a state of {} counts as no state', { startDate: '2026-10-01', incomingState: {} }, '2026-10-01'],
    ['a state of null counts as no state', { startDate: '2026-10-01', incomingState: null }, '2026-10-01'],
  ])('%s', (_name, options, expected) => {
    const { state, log } = open(options);
    expect(state).toEqual({ scope_id: scope.id, start_date: expected, lookback_days: 7 });
    expect(log).toEqual([]);
  });

  it.each<[string, string | undefined]>([
    ['no longer configured', undefined],
    ['the same', '2026-09-01'],
  ])('of the state applies: %s', (_name, startDate) => {
    const { state, log } = open({ incomingState: kept, startDate });
    expect(state).toEqual(kept);
    expect(log).toEqual([]);
  });

  it('of the state applies when a later one is configured, and the log says so', () => {
    const { state, log } = open({ incomingState: kept, startDate: '2026-09-02' });
    expect(state).toEqual(kept);
    expect(log).toEqual([
      expect.stringMatching(/^INFO start_date 2026-09-02 is later than .*2026-09-01.*ignored/),
    ]);
  });

  it('that is earlier than the one of the state starts the stream over, with a warning', () => {
    const { state, log } = open({ incomingState: { ...kept, lookback_days: 28 }, startDate: '2026-08-31' });
    expect(state).toEqual({ scope_id: scope.id, start_date: '2026-08-31', lookback_days: 7 });
    expect(log).toEqual([expect.stringMatching(/^WARN start_date 2026-08-31 is earlier than .*2026-09-01/)]);
  });
});

test.each([
  ['raised', 30, 30],
  ['unchanged', 7, 7],
  ['lowered: only a sync that read everything may forget the larger one', 0, 7],
])('the look-back: %s', (_name, configured, expected) => {
  expect(open({ incomingState: kept, ...lookback(configured) }).state.lookback_days).toBe(expected);
});

test('a state of another scope is not used, with a warning that names both', () => {
  const { state, log } = open({ incomingState: { ...kept, scope_id: 'org-1' }, startDate: '2026-10-01' });
  expect(state).toEqual({ scope_id: scope.id, start_date: '2026-10-01', lookback_days: 7 });
  expect(log).toEqual([expect.stringMatching(/^WARN .*org-1.*enterprise@api\.devin\.ai.*starts over/)]);
});

test('the incoming state is not modified', () => {
  const incomingState = Object.freeze({ ...kept });
  const { state } = open({ incomingState, ...lookback(30) });
  state.synced_through = '2026-11-20';
  expect(incomingState).toEqual(kept);
});

describe('a malformed state is a config_error that names the field', () => {
  const without = (field: string): object =>
    Object.fromEntries(Object.entries(kept).filter(([name]) => name !== field));
  it.each<[string, unknown, RegExp]>([
    ['text', 'kept', /state must be an object/],
    ['a number', 7, /state must be an object/],
    ['a list', [kept], /state must be an object/],
    ['an empty list', [], /state must be an object/],
    ['no scope', without('scope_id'), /scope_id/],
    ['an empty scope', { ...kept, scope_id: '' }, /scope_id/],
    ['no start date', without('start_date'), /start_date/],
    ['a start date that is not a date', { ...kept, start_date: '2026-02-31' }, /start_date/],
    ['a start date of year 0', { ...kept, start_date: '0000-01-01' }, /start_date must be a date .*2000/],
    ['a start date before 2000', { ...kept, start_date: '1999-12-31' }, /start_date must be a date .*2000/],
    [
      'synced through year 3000',
      { ...kept, synced_through: '3000-01-01' },
      /state\/synced_through must .*2999/,
    ],
    ['a start date with a time', { ...kept, start_date: '2026-09-01T00:00:00Z' }, /start_date/],
    ['no look-back', without('lookback_days'), /lookback_days/],
    ['a look-back in quotes', { ...kept, lookback_days: '7' }, /lookback_days/],
    ['a negative look-back', { ...kept, lookback_days: -1 }, /lookback_days/],
    ['half a day of look-back', { ...kept, lookback_days: 0.5 }, /lookback_days/],
    ['an endless look-back', { ...kept, lookback_days: 366 }, /lookback_days/],
    ['synced through an invalid day', { ...kept, synced_through: 'yesterday' }, /synced_through/],
    ['synced through a dictionary', { ...kept, synced_through: {} }, /synced_through/],
  ])('%s', (_name, incomingState, field) => {
    const attempt = (): unknown => open({ incomingState });
    expect(attempt).toThrow(field);
    expect(attempt).toThrow(/malformed.*clear the state of the stream/);
    try {
      attempt();
    } catch (error) {
      expect(VError.info(error as Error)).toMatchObject({ failureType: 'config_error' });
    }
  });
});

test('a dictionary can have any text as a key, also after a round trip through JSON', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', 'constructor', 'toString', '', '0'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.integer())), (pairs) => {
      const entries = dictionary<number>();
      for (const [id, value] of pairs) entries[id] = value;
      const again = dictionary(throughJson(entries));
      const expected = new Map(pairs);
      expect(new Map(Object.entries(again))).toEqual(expected);
      expect(Object.keys(again).every((id) => again[id] === expected.get(id))).toBe(true);
      expect(Reflect.get(again, 'hasOwnProperty')).toBe(expected.get('hasOwnProperty'));
    }),
  );
});
