import { dateOf } from '../world/billing-days';
import type { ConsumptionRow } from '../world/consumption-rows';
import type { Person } from '../world/people';
import type { View } from '../world/view';

/** A record by the contract's field names, without `is_final` and without a member's `updated_at`. */
export type TruthRecord = Record<string, unknown>;

/** A question about a stream. */
export interface Question {
  view: View;
  days: number[];
  /** Null for the enterprise. */
  orgId: string | null;
  /** Whose records are asked for, where a stream has records of people. */
  people: Person[];
  /** Unix seconds, the first included and the second not; for streams of changes. */
  after: number;
  before: number;
}

export type Reader = (question: Question) => TruthRecord[];

/** One record for each requested day. */
export function everyDay({ days }: Question, tell: (day: number) => TruthRecord): TruthRecord[] {
  return days.map((day) => ({ date: dateOf(day), ...tell(day) }));
}

/** The amounts of a row of consumption. */
export function amounts(row: ConsumptionRow): TruthRecord {
  return { acus: row.acus, acus_by_product: row.acus_by_product ?? {} };
}

/** The work of one organization, or (null) of all. */
export function workOf(orgId: string | null): { actors: null; orgIds: ReadonlySet<string> | null } {
  return { actors: null, orgIds: orgId === null ? null : new Set([orgId]) };
}
