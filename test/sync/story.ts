import fc from 'fast-check';
import type { Faults, Habits, Person, Stint } from './invented-enterprise';

/** The reader ends early: it has written `batches`, and keeps the state as of an earlier one, or of the last. */
export interface Kill {
  readonly batches: number;
  readonly stateOf: number;
}

export interface SyncPlan extends Faults {
  readonly gapDays: number;
  readonly isLate: boolean;
  /** How far the clock of the machine is ahead of Devin's. */
  readonly clockAheadMinutes: number;
  readonly extraLookbackDays: number;
  readonly kill: Kill | undefined;
}

export interface Story {
  readonly people: readonly Person[];
  readonly habits: Habits;
  readonly firstLastDay: number;
  readonly syncs: readonly SyncPlan[];
}

/** No one joins or leaves after this day. */
export const lastEvent = 30;

const ids = ['email|ada', 'okta|Org|bela', '__proto__', 'user 100%/é', 'constructor'];

const stints = fc
  .uniqueArray(fc.integer({ min: 0, max: lastEvent }), { minLength: 1, maxLength: 5 })
  .map((days) => days.sort((one, other) => one - other))
  .map((days) =>
    days.flatMap((from, index): Stint[] =>
      index % 2 ? [] : [{ from, to: days[index + 1] ?? Number.POSITIVE_INFINITY }],
    ),
  );
const lists = fc.constantFrom<Person['lists']>(['users'], ['idp-users'], ['users', 'idp-users']);

const people = fc
  .array(fc.record({ lists, stints }), { minLength: 1, maxLength: ids.length - 1 })
  .map((others) =>
    // One member always stays: an account without any known member is not believed.
    [{ lists: ['users'] as const, stints: [{ from: -1, to: Number.POSITIVE_INFINITY }] }, ...others].map(
      (each, index): Person => ({ ...each, id: ids[index] ?? '' }),
    ),
  );

/** A value in one of that many cases. */
const onceIn = <Value>(cases: number, value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: cases - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const syncPlan: fc.Arbitrary<SyncPlan> = fc.record({
  gapDays: fc.oneof(
    { weight: 3, arbitrary: fc.nat({ max: 2 }) },
    { weight: 1, arbitrary: fc.nat({ max: 12 }) },
  ),
  isLate: fc.boolean(),
  clockAheadMinutes: fc.constantFrom(0, 4, 20, 3 * 24 * 60),
  extraLookbackDays: fc.integer({ min: 0, max: 5 }),
  people: fc.dictionary(
    fc.integer({ min: 0, max: 4 }).map(String),
    fc.constantFrom('server_error' as const, 'not_found' as const, 'forbidden' as const),
    { maxKeys: 2 },
  ),
  list: onceIn(6, fc.constantFrom('users' as const, 'idp-users' as const)),
  omitted: onceIn(3, fc.integer({ min: 1, max: 4 })),
  prDaysBack: onceIn(3, fc.integer({ min: 0, max: 12 })),
  kill: onceIn(
    3,
    fc.record({ batches: fc.integer({ min: 0, max: 8 }), back: fc.integer({ min: 0, max: 3 }) }),
  ).map((kill) => kill && { batches: kill.batches, stateOf: Math.max(kill.batches - kill.back, 0) }),
});

/** Any course of events. */
export const stories: fc.Arbitrary<Story> = fc.record({
  people,
  habits: fc.record({
    settlesWithin: fc.integer({ min: 0, max: 4 }),
    stampHour: fc.constantFrom(8, 7, 0),
    isUpperBoundInclusive: fc.boolean(),
    hasZeroDays: fc.boolean(),
  }),
  firstLastDay: fc.constantFrom(0, 1, 8, 8, 12, 12, 100),
  syncs: fc.array(syncPlan, { minLength: 1, maxLength: 8 }),
});
