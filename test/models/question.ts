import type { Synced } from './truth';

/** What a model is asked, and the answer that the truth gives; rows as text, in any order. */
export interface Question {
  readonly model: string;
  readonly sql: string;
  /** The answer must have at least so many rows; 6 where it is left out. */
  readonly least?: number;
  readonly expected: (given: Given) => string[][];
}

export interface Given extends Synced {
  /** The lines of the seed `user_team`: e-mail or id, and team. */
  readonly userTeams: readonly (readonly [key: string, team: string])[];
  /** The price of an ACU in EUR, if any. */
  readonly price?: number | undefined;
}
