import fc from 'fast-check';
import type { Block } from '../../../src/sync/search/block';
import { sumOf, type Count } from '../../../src/sync/search/counts';
import { addDays, countDays, type Day } from '../../../src/sync/days';

/** What there is to count: events by subject and day. */
export interface Counted {
  readonly subjects: readonly string[];
  readonly from: Day;
  readonly to: Day;
  /** As many days as there are, for each subject. */
  readonly events: readonly (readonly number[])[];
}

const firstDay: Day = '2026-03-01';

/** Every density: nothing at all, a little here and there, busy subjects, busy days, everything. */
export function countedData(most: { subjects: number; days: number }): fc.Arbitrary<Counted> {
  const size = fc.tuple(fc.integer({ min: 1, max: most.subjects }), fc.integer({ min: 1, max: most.days }));
  const share = fc.constantFrom(0, 0.01, 0.1, 0.5, 1);
  const shares = fc.record({ ofSubjects: share, ofDays: share, ofCells: fc.constantFrom(0.02, 0.1, 0.5, 1) });
  return fc
    .tuple(size, shares, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })))
    .map(([[subjects, days], { ofSubjects, ofDays, ofCells }, random]) => {
      const next = (): number => random.next().value as number;
      const isBusy = Array.from({ length: subjects }, () => next() <= ofSubjects);
      const isWorkday = Array.from({ length: days }, () => next() <= ofDays);
      const events = isBusy.map((busy) =>
        isWorkday.map((works) => (busy && works && next() <= ofCells ? 1 + Math.floor(next() * 4) : 0)),
      );
      return {
        subjects: isBusy.map((_, index) => `user-${index}`),
        from: firstDay,
        to: addDays(firstDay, days - 1),
        events,
      };
    });
}

/** The events of a block, all together. */
export function eventsIn(counted: Counted, block: Block): number {
  return cellsIn(counted, block).reduce((sum, each) => sum + each, 0);
}

/** The events of a block by kind: up to two of each subject and day are open, and the others are merged. */
export function countIn(counted: Counted, block: Block): Count {
  const cells = cellsIn(counted, block);
  return sumOf(cells.map((events) => countOfKinds({ open: events % 3, merged: events - (events % 3) })));
}

/** A count without the kinds that have no events. */
export function countOfKinds(kinds: Readonly<Record<string, number>>): Count {
  return new Map(Object.entries(kinds).filter(([, events]) => events > 0));
}

function cellsIn(counted: Counted, { subjects, from, to }: Block): number[] {
  const first = countDays(counted.from, from) - 1;
  const rows = subjects.map((subject) => counted.events[counted.subjects.indexOf(subject)] ?? []);
  return rows.flatMap((row) => row.slice(first, first + countDays(from, to)));
}

export function cellsOf(counted: Counted): number {
  return counted.subjects.length * countDays(counted.from, counted.to);
}
