import type { ReadContext } from '../define';
import { doubtsOf, type Roster } from '../fan-out/roster';
import type { Schema } from './schema-check';

/** The time since when members have been missing for a reason that may be a fault of the lists. */
export interface Doubts {
  /** The time of the first 404 for a list of members. */
  list_not_found_since?: string;
  /** The time since when most known members have been missing. */
  most_missing_since?: string;
}

/** If two syncs this far apart find the same, it is certain. */
const certainAfterMs = 20 * 3_600_000;

/** The properties of the doubts in a state, for its schema. */
export const doubtProperties: Readonly<Record<keyof Doubts, Schema>> = {
  list_not_found_since: { type: 'string', format: 'date-time' },
  most_missing_since: { type: 'string', format: 'date-time' },
};

/** The doubts in the state of a roster's stream, unchecked. */
export function doubtsIn(rosterState: unknown): Doubts {
  return rosterState ?? {};
}

/**
 * Whether missing members may still be members. This is so if Devin answered 404 for a list, or if most of them are
 * missing at once, and no sync at least 20 hours ago found the same. `doubts` are the ones to keep in the state, and
 * `missing` are the ids of the missing members.
 */
export function doubtsAfter(
  before: Doubts,
  roster: Roster<unknown>,
  known: readonly string[],
  { now }: Pick<ReadContext, 'now'>,
): { readonly missing: readonly string[]; readonly doubts: Doubts; readonly isDoubtful: boolean } {
  const { missing, isPartial, isMostMissing } = doubtsOf(roster, known);
  const doubts: Doubts = {
    ...(isPartial && { list_not_found_since: before.list_not_found_since ?? now.toISOString() }),
    ...(isMostMissing && { most_missing_since: before.most_missing_since ?? now.toISOString() }),
  };
  const isRecent = (since: string) => now.getTime() - Date.parse(since) < certainAfterMs;
  return { missing, doubts, isDoubtful: Object.values(doubts).some(isRecent) };
}

/** Warns how many members are missing, and until when they are kept. */
export function warnOfMissing(missing: number, known: number, { log }: ReadContext): void {
  if (missing === 0) return;
  log(
    'WARN',
    `${missing} of ${known} members are not listed any more. Too many are missing at once, or a list was answered 404, so ` +
      'they stay members until a sync at least 20 hours later finds the same.',
  );
}
