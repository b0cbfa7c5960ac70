/** The count of each subject within some days. */
export type Counts = ReadonlyMap<string, number>;

/** The counts of some subjects, with 0 as the default. */
export function countsOf(subjects: readonly string[], counts: Counts): Counts {
  return new Map(subjects.map((subject) => [subject, counts.get(subject) ?? 0]));
}

/** The sum of all counts. */
export function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
