import fc from 'fast-check';
import type { ReadContext } from '../../../src/sync/define';
import { planSlices } from '../../../src/sync/fan-out/subject-slices';
import {
  forgetFormer,
  knownIds,
  markChanges,
  moveThrough,
  openSubjectsState,
  settleLookback,
  type SubjectsState,
} from '../../../src/sync/state/subjects-state';
import { scope, syncOf, throughJson } from '../read-context';

/** A state that JSON and the engine have seen, with `fields` in place of its own. */
function stateOf(fields: Partial<SubjectsState>, options: Partial<ReadContext> = {}): SubjectsState {
  const incomingState = {
    ...{ scope_id: scope.id, start_date: '2026-09-01', lookback_days: 7, synced_through: {}, left: {} },
    ...fields,
  };
  return openSubjectsState(syncOf({ incomingState: throughJson(incomingState), ...options }).context);
}

const present = (...ids: string[]): ReadonlyMap<string, object> => new Map(ids.map((id) => [id, {}]));

/** The slices to read for a state and the current members. */
function slicesOf(state: SubjectsState, there: ReadonlyMap<string, object>, context = syncOf().context) {
  markChanges(state, there, context.lastDay);
  return planSlices(state, context);
}

describe('slices', () => {
  const slice = (state: SubjectsState, there = present('ada')) => slicesOf(state, there)[0];

  it.each<[string, Partial<SubjectsState>, object]>([
    ['a new one: from the start date', {}, { from: '2026-09-01', to: '2026-11-20' }],
    [
      'a known one: the look-back counts from their own date and includes it',
      { synced_through: { ada: '2026-11-15' } },
      { from: '2026-11-09', to: '2026-11-20' },
    ],
    [
      'a look-back that reaches before the start date',
      { synced_through: { ada: '2026-09-03' }, start_date: '2026-09-01' },
      { from: '2026-09-01', to: '2026-11-20' },
    ],
    [
      'synced today already: the look-back once more',
      { synced_through: { ada: '2026-11-20' } },
      { from: '2026-11-14', to: '2026-11-20' },
    ],
  ])('%s', (_name, fields, expected) => {
    expect(slice(stateOf(fields))).toEqual({ id: 'ada', hasLeft: false, ...expected });
  });

  it('there are none without a look-back and with today already synced', () => {
    const lookbackDays = { consumption: 0, metrics: 0 };
    const state = stateOf({ synced_through: { ada: '2026-11-20' }, lookback_days: 0 }, { lookbackDays });
    expect(slice(state)).toBeUndefined();
  });

  it.each([
    ['first missed today', '2026-11-20', '2026-11-20'],
    ['first missed yesterday: the unfinished day of that sync is also read', '2026-11-19', '2026-11-20'],
    ['first missed earlier: no day after the unfinished day of that sync', '2026-11-16', '2026-11-17'],
  ])('of a former member: %s', (_name, left, to) => {
    const state = stateOf({ synced_through: { ada: '2026-11-15' }, left: { ada: left } });
    expect(slice(state, present())).toEqual({ id: 'ada', from: '2026-11-09', to, hasLeft: true });
  });

  it('come from subjects with the oldest data first, every fourth from the subject with the newest', () => {
    const state = stateOf({
      synced_through: { ada: '2026-11-19', bela: '2026-10-01', chidi: '2026-11-10', gone: '2026-10-20' },
      left: { gone: '2026-11-19' },
    });
    const slices = slicesOf(state, present('ada', 'bela', 'chidi', 'dunja'));
    expect(slices.map(({ id }) => id)).toEqual(['dunja', 'bela', 'gone', 'ada', 'chidi']);
  });

  it('there are none for a subject that is synced into the future, with a warning', () => {
    const { context, log } = syncOf();
    const state = stateOf({ synced_through: { ada: '2026-11-21', bela: '2026-11-19' } });
    expect(slicesOf(state, present('ada', 'bela'), context).map(({ id }) => id)).toEqual(['bela']);
    expect(log).toEqual([expect.stringMatching(/^WARN The state of 1 ids is after .*2026-11-20/)]);
  });

  it('never move a date back', () => {
    const state = stateOf({ synced_through: { ada: '2026-11-20' } });
    moveThrough(state, 'ada', '2026-11-17');
    expect(state.synced_through.ada).toBe('2026-11-20');
    moveThrough(state, 'ada', '2026-11-21');
    moveThrough(state, 'bela', '2026-11-17');
    expect({ ...state.synced_through }).toEqual({ ada: '2026-11-21', bela: '2026-11-17' });
  });
});

describe('a new subject', () => {
  it('is in the state before any read, so that it is read even after it leaves', () => {
    const state = stateOf({});
    markChanges(state, present('ada'), '2026-11-20');
    expect({ ...state.synced_through }).toEqual({ ada: '2026-08-31' });
    expect(knownIds(state)).toEqual(['ada']);
    markChanges(state, present('bela'), '2026-11-20');
    expect(slicesOf(state, present('bela'))).toEqual([
      { id: 'ada', from: '2026-09-01', to: '2026-11-20', hasLeft: true },
      { id: 'bela', from: '2026-09-01', to: '2026-11-20', hasLeft: false },
    ]);
  });

  it('does not count as synced into the future because of a start date in the future', () => {
    const { context, log } = syncOf();
    const state = stateOf({ start_date: '2026-11-25' });
    markChanges(state, present('ada'), context.lastDay);
    expect(planSlices(state, context)).toEqual([]);
    expect(log).toEqual([]);
  });
});

describe('the stored look-back', () => {
  it.each([
    ['decreases to the configured one', '2026-11-20', 7],
    ['stays while a subject is synced into the future and so was not read', '2026-11-21', 30],
  ])('%s', (_name, synced, expected) => {
    const state = stateOf({ lookback_days: 30, synced_through: { ada: synced } });
    settleLookback(state, syncOf().context);
    expect(state.lookback_days).toBe(expected);
  });
});

describe('a subject that leaves', () => {
  it('is stored with the last complete day of the first sync that missed it, and keeps that day', () => {
    const state = stateOf({ synced_through: { ada: '2026-11-18', bela: '2026-11-18' } });
    markChanges(state, present('ada'), '2026-11-19');
    expect({ ...state.left }).toEqual({ bela: '2026-11-19' });
    markChanges(state, present('ada'), '2026-11-20');
    expect({ ...state.left }).toEqual({ bela: '2026-11-19' });
    expect(knownIds(state)).toEqual(['ada']);
  });

  it('is a current member again when it returns, and continues from the same date', () => {
    const state = stateOf({ synced_through: { ada: '2026-10-02' }, left: { ada: '2026-10-01' } });
    markChanges(state, present('ada'), '2026-11-20');
    expect({ ...state.left }).toEqual({});
    expect(knownIds(state)).toEqual(['ada']);
    expect(planSlices(state, syncOf().context)).toEqual([
      { id: 'ada', from: '2026-09-26', to: '2026-11-20', hasLeft: false },
    ]);
  });

  it.each([
    ['a day before all their days are final', '2026-11-13', true],
    ['on the day on which all their days are final', '2026-11-12', false],
    ['long after', '2026-09-12', false],
  ])('is removed when the look-back has passed since its last day: %s', (_name, left, isKept) => {
    const state = stateOf({ synced_through: { ada: '2026-11-13', bela: '2026-11-20' }, left: { ada: left } });
    forgetFormer(state, syncOf().context, new Set());
    expect(Object.keys(state.synced_through)).toEqual(isKept ? ['ada', 'bela'] : ['bela']);
    expect(Object.keys(state.left)).toEqual(isKept ? ['ada'] : []);
  });

  it('is not removed before the larger look-back of the state has passed', () => {
    const state = stateOf({
      lookback_days: 20,
      synced_through: { ada: '2026-11-10' },
      left: { ada: '2026-11-01' },
    });
    forgetFormer(state, syncOf().context, new Set());
    expect(Object.keys(state.left)).toEqual(['ada']);
  });
});

describe('an earlier start date', () => {
  it('starts every subject over, including former members, and removes none', () => {
    const fields = {
      synced_through: { ada: '2026-11-19', gone: '2026-11-10' },
      left: { gone: '2026-11-09' },
    };
    const state = stateOf(fields, { startDate: '2026-08-01' });
    expect(knownIds(state)).toEqual(['ada']);
    expect(slicesOf(state, present('ada'))).toEqual([
      { id: 'ada', from: '2026-08-01', to: '2026-11-20', hasLeft: false },
      { id: 'gone', from: '2026-08-01', to: '2026-11-10', hasLeft: true },
    ]);
  });
});

describe('a malformed state is refused, naming the field', () => {
  it.each<[string, object, RegExp]>([
    ['one date for all subjects', { synced_through: '2026-11-20' }, /synced_through must be an object/],
    ['dates in a list', { synced_through: ['2026-11-20'] }, /synced_through must be an object/],
    [
      'one bad date among good ones',
      { synced_through: { ada: '2026-11-20', bela: 'soon' } },
      /synced_through\/bela/,
    ],
    ['a date that is a number', { synced_through: { ada: 20261120 } }, /synced_through\/ada/],
    ['a bad date of a former member', { left: { gone: '2026-02-31' } }, /left\/gone/],
    ['no list of former members', { left: null }, /left/],
    ['a date of null', { synced_through: { ada: null } }, /synced_through\/ada must be a string/],
    ['a date in the year 0', { synced_through: { ada: '0000-01-01' } }, /synced_through\/ada must be a date/],
    [
      'a date in the year 9999',
      { synced_through: { ada: '9999-12-31' } },
      /synced_through\/ada must be a date/,
    ],
    [
      'a look-back beyond the longest of consumption',
      { lookback_days: 91 },
      /lookback_days must be at most 90/,
    ],
    ['a count that no sync writes', { not_found: { ada: 4 } }, /not_found\/ada must be at most 3/],
    ['the state of another stream', { synced_through: undefined, members: {} }, /synced_through/],
  ])('%s', (_name, fields, problem) => {
    expect(() => stateOf(fields as Partial<SubjectsState>)).toThrow(problem);
  });
});

test('an id may be any text: it survives the state and keeps its own date', () => {
  const id = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', '0', 'email|ada', 'okta|Org|a b/c'),
  );
  const date = fc.constantFrom('2026-11-01', '2026-11-10', '2026-11-19');
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(id, date), { selector: ([each]) => each, minLength: 1 }), (pairs) => {
      const entries = pairs.map(([each, day]): [string, string] => [each, day]);
      const synced_through = Object.fromEntries(entries);
      const state = throughJson(stateOf({ synced_through, left: synced_through }));
      const again = stateOf(state);
      expect(new Map(Object.entries(again.synced_through))).toEqual(new Map(entries));
      expect(new Map(Object.entries(again.left))).toEqual(new Map(entries));
      expect(knownIds(again)).toEqual([]);
      markChanges(again, present(...pairs.map(([each]) => each)), '2026-11-20');
      expect(new Set(knownIds(again))).toEqual(new Set(pairs.map(([each]) => each)));
    }),
    { numRuns: 50 },
  );
});
