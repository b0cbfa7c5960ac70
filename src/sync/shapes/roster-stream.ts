import { createHash } from 'node:crypto';
import type { Declaration, ReadContext, Reading, StreamDefinition } from '../define';
import { laterInstant } from '../fields/timestamp';
import { doubtProperties, doubtsAfter, warnOfMissing } from '../state/doubts';
import type { Roster } from '../fan-out/roster';
import {
  asFormer,
  isFormer,
  isLongGone,
  rosterSchema,
  type KnownPerson,
  type RosterState,
} from '../state/roster-state';
import { dictionary, incomingState } from '../state/state';

/** The fields that the engine needs in a row of a roster. */
export interface RosterRow {
  user_id: string;
  email: string | null;
  name: string | null;
  is_member: boolean;
  updated_at: string;
}

/** A row without the fields that the engine adds. */
export type Person<Row extends RosterRow> = Omit<Row, 'is_member' | 'updated_at'>;

export interface RosterOptions<Row extends RosterRow> {
  readonly roster: (context: ReadContext, known: readonly string[]) => Promise<Roster<Person<Row>>>;
  /** The fields of the row of a former member. */
  readonly former: (context: ReadContext, id: string, known: KnownPerson) => Person<Row>;
}

/**
 * A stream of all current members. It compares them with the state, and emits new, changed and former members. It
 * emits all of them at once after it has completely read every list. Otherwise it emits nothing and keeps its state.
 */
export function rosterStream<Row extends RosterRow>(
  declaration: Declaration<Row> & RosterOptions<Row>,
): StreamDefinition<Row> {
  return { ...declaration, cursorField: 'updated_at', open: (context) => open(declaration, context) };
}

function open<Row extends RosterRow>(options: RosterOptions<Row>, context: ReadContext): Reading<Row> {
  const previous = incomingState<RosterState>(context, rosterSchema);
  const state: Partial<RosterState> = { ...previous };
  return { state, rows: rows(options, context, state) };
}

async function* rows<Row extends RosterRow>(
  options: RosterOptions<Row>,
  context: ReadContext,
  state: Partial<RosterState>,
): AsyncGenerator<readonly Row[]> {
  const known = dictionary(state.members);
  const knownMembers = Object.keys(known).filter((id) => !isFormer(known[id]));
  const roster = await options.roster(context, knownMembers);
  const { missing, doubts, isDoubtful } = doubtsAfter(state, roster, knownMembers, context);
  const members = membersAfter(known, roster, isDoubtful, context);
  const syncedAt = laterInstant(context.now.toISOString(), state.synced_at);
  const asRow = (person: Person<Row>, isMember: boolean): Row =>
    ({ ...person, is_member: isMember, updated_at: syncedAt }) as unknown as Row;
  const changed = [...roster.subjects].filter(([id]) => known[id]?.[0] !== members[id]?.[0]);
  if (isDoubtful) warnOfMissing(missing.length, knownMembers.length, context);
  yield [
    ...changed.map(([, person]) => asRow(person, true)),
    ...(isDoubtful
      ? []
      : missing.map((id) => asRow(options.former(context, id, known[id] as KnownPerson), false))),
  ];
  for (const name of Object.keys(doubtProperties)) Reflect.deleteProperty(state, name);
  Object.assign(state, { scope_id: context.scope.id, synced_at: syncedAt, members, ...doubts });
}

/**
 * The people to keep in the state: the listed ones, and the others as former members. While it is doubtful that they
 * left, the others stay members.
 */
function membersAfter<Row extends RosterRow>(
  known: Readonly<Record<string, KnownPerson>>,
  { subjects }: Roster<Person<Row>>,
  isDoubtful: boolean,
  { lastCompleteDay }: ReadContext,
): Record<string, KnownPerson> {
  const members = dictionary<KnownPerson>();
  for (const [id, person] of subjects) members[id] = [fingerprint(person), person.email, person.name];
  for (const [id, person] of Object.entries(known)) {
    if (subjects.has(id)) continue;
    if (isDoubtful && !isFormer(person)) members[id] = person;
    else if (!isLongGone(person, lastCompleteDay)) members[id] = asFormer(person, lastCompleteDay);
  }
  return members;
}

/** 66 bits of SHA-256 over all fields. Devin promises no order of lists, so another order is not a change. */
function fingerprint(person: object): string {
  const text = JSON.stringify(person, (_, value: unknown) => (Array.isArray(value) ? sorted(value) : value));
  return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}

function sorted(items: readonly unknown[]): unknown[] {
  return items.map((item) => JSON.stringify(item)).sort();
}
