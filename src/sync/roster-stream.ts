import { createHash } from 'node:crypto';
import type { JSONSchemaType } from 'ajv';
import { addDays, isDay, type Day } from './days';
import type { Declaration, ReadContext, Reading, StreamDefinition } from './define';
import { dictionary, incomingState } from './state';

/** Fingerprint (11 characters), e-mail and name, as a state keeps them. */
export type KnownPerson = [string, string | null, string | null];

/** The state of a roster. */
export interface RosterState {
  scope_id: string;
  synced_at: string;
  members: Record<string, KnownPerson>;
}

/** What a roster's row must have for the engine to tell who is who. */
export interface RosterRow {
  user_id: string;
  email: string | null;
  name: string | null;
  is_member: boolean;
  updated_at: string;
}

/** A row but for what the engine adds. */
export type Person<Row extends RosterRow> = Omit<Row, 'is_member' | 'updated_at'>;

export interface RosterOptions<Row extends RosterRow> {
  readonly roster: (
    context: ReadContext,
    known: readonly string[],
  ) => Promise<ReadonlyMap<string, Person<Row>>>;
  /** The row's own fields of somebody who has left. */
  readonly leaver: (context: ReadContext, id: string, known: KnownPerson) => Person<Row>;
}

/** Consumption of a leaver is read for at most 90 days more; as long their e-mail is kept, and a day to spare. */
const leaverKeptDays = 91;

/**
 * A stream of everybody who is a member now, by comparison with the state: emits who is new, changed or gone, all
 * at once after every list was read to its end, or nothing and keeps its state.
 */
export function rosterStream<Row extends RosterRow>(
  declaration: Declaration<Row> & RosterOptions<Row>,
): StreamDefinition<Row> {
  return { ...declaration, cursorField: 'updated_at', open: (context) => open(declaration, context) };
}

/** The last known e-mail of somebody who may have left, from the incoming state of the roster's stream. */
export function lastKnownEmail(rosterState: unknown, id: string): string | null {
  const members = (rosterState as Partial<RosterState> | null | undefined)?.members;
  const known: unknown = members && Object.hasOwn(members, id) ? members[id] : undefined;
  return Array.isArray(known) && typeof known[1] === 'string' ? known[1] : null;
}

/** Who was there at the last sync, by the incoming state of the roster's stream; nobody where there is none. */
export function lastKnownIds({ scope, stateOf }: ReadContext, stream: string): string[] {
  const state = stateOf(stream) as Partial<RosterState> | null | undefined;
  if (state?.scope_id !== scope.id) return [];
  return Object.entries<unknown>(state.members ?? {})
    .filter(([, known]) => Array.isArray(known) && leftOn(String(known[0])) === undefined)
    .map(([id]) => id);
}

function open<Row extends RosterRow>(options: RosterOptions<Row>, context: ReadContext): Reading<Row> {
  const previous = incomingState(context, schema);
  const state: Partial<RosterState> = { ...previous };
  return { state, rows: rows(options, context, state) };
}

async function* rows<Row extends RosterRow>(
  options: RosterOptions<Row>,
  context: ReadContext,
  state: Partial<RosterState>,
): AsyncGenerator<readonly Row[]> {
  const known = dictionary(state.members);
  const present = Object.keys(known).filter((id) => leftOn(known[id]?.[0]) === undefined);
  const roster = await options.roster(context, present);
  const syncedAt = laterInstant(context.now.toISOString(), state.synced_at);
  const next = dictionary<KnownPerson>();
  const changed: Row[] = [];
  for (const [id, person] of roster) {
    next[id] = [fingerprint(person), person.email, person.name];
    if (known[id]?.[0] !== next[id][0]) changed.push(asRow<Row>(person, true, syncedAt));
  }
  for (const [id, person] of Object.entries(known).filter(([id]) => !roster.has(id))) {
    const left = leftOn(person[0]);
    if (left === undefined) changed.push(asRow<Row>(options.leaver(context, id, person), false, syncedAt));
    if (!isLongGone(left, context.lastDay)) next[id] = [`-${left ?? context.lastDay}`, person[1], person[2]];
  }
  yield changed;
  Object.assign(state, { scope_id: context.scope.id, synced_at: syncedAt, members: next });
}

function asRow<Row extends RosterRow>(person: Person<Row>, isMember: boolean, updatedAt: string): Row {
  return { ...person, is_member: isMember, updated_at: updatedAt } as unknown as Row;
}

/** The day at which somebody was first missed, kept in place of the fingerprint: `-2026-11-20`. */
function leftOn(mark: string | undefined): Day | undefined {
  const day = mark?.slice(1);
  return mark?.startsWith('-') && isDay(day) ? day : undefined;
}

function isLongGone(left: Day | undefined, lastDay: Day): boolean {
  return left !== undefined && addDays(left, leaverKeptDays) < lastDay;
}

/** 66 bits of SHA-256 over everything; Devin promises no order of lists, so another order is no change. */
function fingerprint(person: object): string {
  const text = JSON.stringify(person, (_, value: unknown) => (Array.isArray(value) ? sorted(value) : value));
  return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}

function sorted(items: readonly unknown[]): unknown[] {
  return items.map((item) => JSON.stringify(item)).sort();
}

function laterInstant(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(one) ? other : one;
}

const nullableText = { type: 'string', nullable: true } as const;

const schema: JSONSchemaType<RosterState> = {
  type: 'object',
  required: ['scope_id', 'synced_at', 'members'],
  properties: {
    scope_id: { type: 'string', minLength: 1 },
    synced_at: { type: 'string', format: 'date-time' },
    members: {
      type: 'object',
      required: [],
      additionalProperties: {
        type: 'array',
        items: [{ type: 'string', minLength: 11, maxLength: 11 }, nullableText, nullableText],
        minItems: 3,
        maxItems: 3,
      },
    } as unknown as JSONSchemaType<RosterState['members']>,
  },
};
