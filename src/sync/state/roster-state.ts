import { addDays, isDay, type Day } from '../days';
import type { ReadContext } from '../define';
import { doubtProperties, type Doubts } from './doubts';
import type { Schema, SchemaOf } from './schema-check';

/** Fingerprint (11 characters), e-mail and name, as a state keeps them. */
export type KnownPerson = [string, string | null, string | null];

/** The state of a roster. */
export interface RosterState extends Doubts {
  scope_id: string;
  synced_at: string;
  members: Record<string, KnownPerson>;
}

/**
 * Consumption of a former member is read for at most 90 more days. Their e-mail is kept for that time and one day
 * more.
 */
const formerKeptDays = 91;

/** The last known e-mail of a person who may be a former member, from the incoming state of the roster's stream. */
export function lastKnownEmail(rosterState: unknown, id: string): string | null {
  const members = (rosterState as Partial<RosterState> | null | undefined)?.members;
  const known: unknown = members && Object.hasOwn(members, id) ? members[id] : undefined;
  return Array.isArray(known) && typeof known[1] === 'string' ? known[1] : null;
}

/** The members of the last sync, from the incoming state of the roster's stream. Empty if there is no state. */
export function lastKnownIds({ scope, stateOf }: ReadContext, stream: string): string[] {
  const state = stateOf(stream) as Partial<RosterState> | null | undefined;
  if (state?.scope_id !== scope.id) return [];
  return Object.entries<unknown>(state.members ?? {})
    .filter(([, known]) => Array.isArray(known) && !isFormer([String(known[0]), null, null]))
    .map(([id]) => id);
}

/** Whether a person in the state is a former member. */
export function isFormer(person: KnownPerson | undefined): boolean {
  return leftOn(person) !== undefined;
}

/** The entry of a person who is not listed, with the day on which they were first missed: `-2026-11-20`. */
export function asFormer(person: KnownPerson, lastDay: Day): KnownPerson {
  return [`-${leftOn(person) ?? lastDay}`, person[1], person[2]];
}

/** Whether a person left so long ago that nothing is read for them any more. */
export function isLongGone(person: KnownPerson, lastDay: Day): boolean {
  const left = leftOn(person);
  return left !== undefined && addDays(left, formerKeptDays) < lastDay;
}

function leftOn(person: KnownPerson | undefined): Day | undefined {
  const mark = person?.[0];
  const day = mark?.slice(1);
  return mark?.startsWith('-') && isDay(day) ? day : undefined;
}

const nullableText: Schema = { type: 'string', nullable: true };

export const rosterSchema: SchemaOf<RosterState> = {
  type: 'object',
  required: ['scope_id', 'synced_at', 'members'],
  properties: {
    ...doubtProperties,
    scope_id: { type: 'string', minLength: 1 },
    synced_at: { type: 'string', format: 'date-time' },
    members: {
      type: 'object',
      additionalProperties: {
        type: 'array',
        items: [{ type: 'string', minLength: 11, maxLength: 11 }, nullableText, nullableText],
        minItems: 3,
        maxItems: 3,
      },
    },
  },
};
