/** What each subject counts, or must count, within some days. */
export type Counts = ReadonlyMap<string, number>;

/** The counts of some subjects; 0 for who has none. */
export function countsOf(subjects: readonly string[], counts: Counts): Counts {
  return new Map(subjects.map((subject) => [subject, counts.get(subject) ?? 0]));
}

/** What all subjects count together. */
export function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
