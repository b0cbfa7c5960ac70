import type { JSONSchemaType } from 'ajv';
import { addDays, earlier, later, type Day } from './days';
import type { Lookback, ReadContext } from './define';
import { datedProperties, dictionary, openDatedState, type DatedState } from './state';

/** The state of a stream with a daily list for each subject. */
export interface SubjectsState extends DatedState {
  synced_through: Record<string, Day>;
  /** Who has left, with the last complete day of the first sync that missed them. */
  left: Record<string, Day>;
}

/** One subject's part of a sync. */
export interface Turn {
  readonly id: string;
  readonly from: Day;
  readonly to: Day;
  readonly hasLeft: boolean;
}

const dayBySubject = {
  type: 'object',
  required: [],
  additionalProperties: { type: 'string', format: 'date' },
} as unknown as JSONSchemaType<Record<string, Day>>;

const schema: JSONSchemaType<SubjectsState> = {
  type: 'object',
  required: ['scope_id', 'start_date', 'lookback_days', 'synced_through', 'left'],
  properties: { ...datedProperties, synced_through: dayBySubject, left: dayBySubject },
};

/** The state to work on; a copy, so that the incoming one stays as it came. */
export function openSubjectsState(context: ReadContext, lookback: Lookback): SubjectsState {
  const state = openDatedState<SubjectsState>(context, {
    schema,
    lookback,
    fresh: (dated) => ({ ...dated, synced_through: {}, left: {} }),
    startOver: (old, dated) => ({
      ...dated,
      synced_through: Object.fromEntries(
        Object.keys(old.synced_through).map((id) => [id, addDays(dated.start_date, -1)]),
      ),
      left: old.left,
    }),
  });
  return { ...state, synced_through: dictionary(state.synced_through), left: dictionary(state.left) };
}

/** Who was there at the last sync. */
export function knownIds(state: SubjectsState): string[] {
  return Object.keys(state.synced_through).filter((id) => !Object.hasOwn(state.left, id));
}

/**
 * Notes who is missed for the first time, and strikes out who has come back. Who is new is known from here on, with
 * nothing synced: else nobody would read on after a failed first request of somebody who then leaves.
 */
export function markChanges(state: SubjectsState, present: ReadonlyMap<string, unknown>, lastDay: Day): void {
  const nothing = earlier(addDays(state.start_date, -1), lastDay);
  for (const id of present.keys()) state.synced_through[id] ??= nothing;
  for (const id of knownIds(state)) if (!present.has(id)) state.left[id] = lastDay;
  for (const id of Object.keys(state.left)) {
    if (present.has(id)) Reflect.deleteProperty(state.left, id);
  }
}

/**
 * What to read, whoever is furthest behind first, but for every fourth turn, which is for who is least behind: else many
 * who are refused sync after sync would be a row of failures that keeps all others from being asked. Nobody is
 * read before the start date or after the last day.
 */
export function planTurns(
  state: SubjectsState,
  present: ReadonlyMap<string, unknown>,
  context: ReadContext,
): Turn[] {
  const ids = [...new Set([...present.keys(), ...Object.keys(state.synced_through)])];
  const ahead = ids.filter((id) => (state.synced_through[id] ?? '') > context.lastDay);
  if (ahead.length > 0) {
    context.log(
      'WARN',
      `The state of ${ahead.length} ids lies after the last complete day, ${context.lastDay}: nothing is read for them.`,
    );
  }
  const turns = ids
    .filter((id) => !ahead.includes(id))
    .map((id) => turnOf(state, id, context.lastDay))
    .filter((turn) => turn.from <= turn.to)
    .sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  let [behind, current] = [0, turns.length - 1];
  return turns.map((_, index) => turns[index % 4 === 3 ? current-- : behind++] as Turn);
}

/** How far a subject is synced once its turn is read: it never moves back. */
export function syncedThrough(state: SubjectsState, turn: Turn): Day {
  return later(state.synced_through[turn.id] ?? turn.to, turn.to);
}

/** Lowers the look-back to the configured one, unless somebody is synced into the future, and so was not read. */
export function settleLookback(state: SubjectsState, context: ReadContext): void {
  if (Object.values(state.synced_through).some((day) => day > context.lastDay)) return;
  state.lookback_days = context.lookbackDays.consumption;
}

/** Forgets leavers all of whose days are final: the look-back has passed since the day on which they left. */
export function forgetSettledLeavers(state: SubjectsState, context: ReadContext): void {
  for (const [id, left] of Object.entries(state.left)) {
    const settledOn = addDays(lastDayOfLeaver(left), state.lookback_days);
    if (context.lastDay < settledOn) continue;
    Reflect.deleteProperty(state.left, id);
    Reflect.deleteProperty(state.synced_through, id);
  }
}

function turnOf(state: SubjectsState, id: string, lastDay: Day): Turn {
  const synced = state.synced_through[id];
  const again = synced === undefined ? state.start_date : addDays(synced, 1 - state.lookback_days);
  const left = state.left[id];
  const to = left === undefined ? lastDay : earlier(lastDay, lastDayOfLeaver(left));
  return { id, from: later(again, state.start_date), to, hasLeft: left !== undefined };
}

/** Who was missed after a day was complete may have been there, and spent, in the one that was running. */
function lastDayOfLeaver(left: Day): Day {
  return addDays(left, 1);
}
