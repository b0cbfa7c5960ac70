import type { Meaning } from '../question';

/** Which bounds of a window belong to it. */
export type Included = 'lower_only' | 'both' | 'neither' | 'upper_only';

/** The values of a question about bounds. The connector handles all of them. */
export const boundValues: Readonly<Record<Included, readonly [meaning: Meaning, observed: string]>> = {
  lower_only: [
    'as_assumed',
    'what is exactly on the lower bound is inside, what is on the upper bound is not',
  ],
  both: ['handled', 'what is exactly on a bound is inside'],
  neither: ['handled', 'what is exactly on a bound is not inside'],
  upper_only: ['handled', 'what is exactly on the upper bound is inside, what is on the lower bound is not'],
};

export function includedBounds({ lower, upper }: { lower: boolean; upper: boolean }): Included {
  if (lower) return upper ? 'both' : 'lower_only';
  return upper ? 'upper_only' : 'neither';
}
