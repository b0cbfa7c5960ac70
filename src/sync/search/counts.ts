/** What each subject counts, or must count, within some days. */
export type Weights = ReadonlyMap<string, number>;

/** The weights of some subjects; 0 for who has none. */
export function only(subjects: readonly string[], weights: Weights): Weights {
  return new Map(subjects.map((subject) => [subject, weights.get(subject) ?? 0]));
}

/** What all subjects count together. */
export function total(weights: Weights): number {
  return [...weights.values()].reduce((sum, weight) => sum + weight, 0);
}
