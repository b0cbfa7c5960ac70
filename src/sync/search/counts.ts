import type { Counters } from '../fields/record-reader';

/** How many events there are of each kind. An event is of one kind. Kinds without events are left out. */
export type Count = Counters;

/** The count of each subject within some days. */
export type Counts = ReadonlyMap<string, Count>;

export function nothing(): Count {
  return new Map();
}

/** The counts of some subjects, with nothing as the default. */
export function countsOf(subjects: readonly string[], counts: Counts): Counts {
  return new Map(subjects.map((subject) => [subject, counts.get(subject) ?? nothing()]));
}

/** The number of events, of all kinds. */
export function eventsIn(count: Count): number {
  return [...count.values()].reduce((sum, events) => sum + events, 0);
}

/** The sum of some counts. */
export function sumOf(counts: Iterable<Count>): Count {
  const sum = new Map<string, number>();
  for (const count of counts)
    for (const [kind, events] of count) sum.set(kind, (sum.get(kind) ?? 0) + events);
  return sum;
}

/** What is left of a count without another one. No kind has fewer events than 0. */
export function minus(count: Count, other: Count): Count {
  const rest = [...count].map(([kind, events]) => [kind, events - (other.get(kind) ?? 0)] as const);
  return new Map(rest.filter(([, events]) => events > 0));
}

/** What two counts have in common at most. */
export function least(count: Count, other: Count): Count {
  const both = [...count].map(([kind, events]) => [kind, Math.min(events, other.get(kind) ?? 0)] as const);
  return new Map(both.filter(([, events]) => events > 0));
}
