import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lookbackSeconds, type ListKind } from '../../../src/sync/shapes/changes-passes';
import { addDays, startOfDay } from '../../../src/sync/days';
import { streamOf, syncChanges } from './changes-sync';
import { ChangingList, instant, type Entry, type ListHabits } from './changing-list';
import { throughJson } from '../read-context';

const zero = startOfDay('2026-11-01');
/** Nothing changes after this number of seconds. */
const lastChange = 400 * 86_400;

interface Plan {
  readonly gapS: number;
  /** How far our clock is ahead of Devin's; behind where it is negative. */
  readonly clockAheadS: number;
  /** The end date that is configured for this sync. */
  readonly endDate: string | undefined;
  readonly failing: readonly number[];
  /** The process ends after a number of batches, with the state of some batches before. */
  readonly batches: number;
  readonly statesBack: number;
}

const instants = fc.oneof(fc.nat({ max: lastChange }), fc.nat({ max: 20_000 }));
const entries = (kind: ListKind): fc.Arbitrary<Entry[]> =>
  fc
    .array(
      fc.record({
        stamps: fc
          .uniqueArray(instants, { minLength: 1, maxLength: kind === 'updated' ? 6 : 1 })
          .map((all) => all.sort((one, other) => one - other).map((offset) => zero + offset)),
        delayS: fc.oneof(fc.constant(0), fc.nat({ max: lookbackSeconds })),
      }),
      { maxLength: 60 },
    )
    .map((all) => all.map((each, index) => ({ ...each, id: String(index) })));

/** The time of the last update is the order of no list. */
const orders = {
  updated: ['newest first', 'by id'] as const,
  'append-only': ['oldest first', 'newest first', 'by id'] as const,
};
const habits = (kind: ListKind): fc.Arbitrary<ListHabits> =>
  fc.record({
    areBoundsInclusive: fc.boolean(),
    areBoundsIgnored: fc.boolean(),
    boundsOffBy: fc.constantFrom(0, 0, 86_400),
    order: fc.constantFrom(...orders[kind]),
    itemsPerPage: fc.constantFrom(1, 2, 3, 7, 25),
    secondsPerRequest: fc.constantFrom(0, 1, 50, 2_000),
  });

const plans: fc.Arbitrary<Plan[]> = fc.array(
  fc.record({
    gapS: fc.oneof(fc.nat({ max: 5_000 }), fc.nat({ max: 120 * 86_400 })),
    clockAheadS: fc.oneof(fc.constant(0), fc.integer({ min: -90_000, max: 300_000 })),
    endDate: fc.option(
      fc.nat({ max: 420 }).map((days) => addDays('2026-10-30', days)),
      { nil: undefined, freq: 3 },
    ),
    failing: fc.uniqueArray(fc.nat({ max: 12 }), { maxLength: 2 }),
    batches: fc.oneof(fc.constant(Infinity), fc.nat({ max: 6 })),
    statesBack: fc.nat({ max: 2 }),
  }),
  { maxLength: 7 },
);

/** Where a destination ends that gets all syncs; of two versions of an entry it keeps the later one. */
async function destinationOf(
  kind: ListKind,
  all: readonly Entry[],
  given: ListHabits,
  plan: readonly Plan[],
) {
  const stream = streamOf(kind);
  const destination = new Map<string, string>();
  let incomingState: unknown;
  let nowS = zero;
  for (const { gapS, clockAheadS, endDate, failing, batches, statesBack } of [...plan, ...quiet]) {
    nowS += gapS;
    const context = {
      incomingState,
      endDate,
      startDate: '2026-11-01',
      now: new Date((nowS + clockAheadS) * 1000),
      completeUntil: new Date((nowS + Math.min(clockAheadS, 0)) * 1000),
    };
    const list = new ChangingList(all, nowS, { ...given, failing });
    const result = await syncChanges(stream, list, context, { batches, statesBack });
    nowS = list.nowS;
    assert.ok(failing.length > 0 || result.error === undefined, String(result.error));
    for (const { item_id: id, updated_at: stamp } of result.rows) {
      if ((destination.get(id) ?? '') <= stamp) destination.set(id, stamp);
    }
    const before = (incomingState as { synced_through?: string } | undefined)?.synced_through ?? '';
    assert.ok((result.state.synced_through ?? '') >= before, 'state moved back');
    incomingState = throughJson(result.state);
  }
  return destination;
}

const undisturbed = { clockAheadS: 0, endDate: undefined, failing: [], batches: Infinity, statesBack: 0 };
/** Everything has happened and is shown; and every clock is right again. */
const quiet: readonly Plan[] = [
  { ...undisturbed, gapS: lastChange + 100_000 },
  { ...undisturbed, gapS: 86_400 },
];

test.each<ListKind>(['updated', 'append-only'])(
  'an %s list arrives completely, with late entries, changes while paging, failures and kills',
  async (kind) => {
    const property = fc.asyncProperty(entries(kind), habits(kind), plans, async (all, given, plan) => {
      const destination = await destinationOf(kind, all, given, plan);
      const truth = all.map(({ id, stamps }) => [id, instant(stamps.at(-1) ?? 0)] as const);
      assert.deepEqual(destination, new Map(truth));
    });
    await fc.assert(property, { numRuns: Number(process.env.CONVERGENCE_RUNS ?? 150) });
  },
  86_400_000,
);
