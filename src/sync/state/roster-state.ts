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

/** Consumption of a former member is read for at most 90 days more; as long their e-mail is kept, and a day to spare. */
const leaverKeptDays = 91;

/** The last known e-mail of somebody who may have left, from the incoming state of the roster's stream. */
export function lastKnownEmail(rosterState: unknown, id: string): string | null {
  const members = (rosterState as Partial<RosterState> | null | undefined)?.members;
  const known: unknown = members && Object.hasOwn(members, id) ? members[id] : undefined;
  return Array.isArray(known) && typeof known[1] === 'string' ? known[1] : null;
}

/** The members of the last sync, by the incoming state of the roster's stream; none where there is no state. */
export function lastKnownIds({ scope, stateOf }: ReadContext, stream: string): string[] {
  const state = stateOf(stream) as Partial<RosterState> | null | undefined;
  if (state?.scope_id !== scope.id) return [];
  return Object.entries<unknown>(state.members ?? {})
    .filter(([, known]) => Array.isArray(known) && !isFormer([String(known[0]), null, null]))
    .map(([id]) => id);
}

/** Whether a person of the state has left. */
export function isFormer(person: KnownPerson | undefined): boolean {
  return leftOn(person) !== undefined;
}

/** A person who is not listed as a state keeps them: with the day at which they were first missed, `-2026-11-20`. */
export function asFormer(person: KnownPerson, lastDay: Day): KnownPerson {
  return [`-${leftOn(person) ?? lastDay}`, person[1], person[2]];
}

/** Whether a person has left so long ago that nothing of theirs is read any more. */
export function isLongGone(person: KnownPerson, lastDay: Day): boolean {
  const left = leftOn(person);
  return left !== undefined && addDays(left, leaverKeptDays) < lastDay;
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
