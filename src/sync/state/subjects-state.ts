import { addDays, earlier, later, type Day } from '../days';
import type { ReadContext } from '../define';
import type { Schema, SchemaOf } from './schema-check';
import { datedProperties, dictionary, openDatedState, type DatedState } from './state';

/** The state of a stream with a daily list for each subject. */
export interface SubjectsState extends DatedState {
  synced_through: Record<string, Day>;
  /** Former subjects, with the last complete day of the first sync that missed them. */
  left: Record<string, Day>;
  /** Former subjects that returned, with the last day that was read for them. Absent if there are none. */
  returned?: Record<string, Day>;
  /** How many syncs got 404 for an older window, for subjects that wait for it. Absent if there are none. */
  not_found?: Record<string, number>;
}

/** After 404 in this many syncs, an older window is asked for once more, and then counts as empty. */
const syncsBeforeEmpty = 3;

/** An unread former subject is given up after this many days: the longest look-back and one more. */
const formerKeptDays = 91;

const dayBySubject: Schema = { type: 'object', additionalProperties: { type: 'string', format: 'date' } };

const countBySubject: Schema = {
  type: 'object',
  additionalProperties: { type: 'integer', minimum: 1, maximum: syncsBeforeEmpty },
};

const schema: SchemaOf<SubjectsState> = {
  type: 'object',
  required: ['scope_id', 'start_date', 'lookback_days', 'synced_through', 'left'],
  properties: {
    ...datedProperties('consumption'),
    synced_through: dayBySubject,
    left: dayBySubject,
    returned: dayBySubject,
    not_found: countBySubject,
  },
};

/** The state to work on. It is a copy, so that the incoming state does not change. */
export function openSubjectsState(context: ReadContext): SubjectsState {
  const state = openDatedState<SubjectsState>(context, {
    schema,
    lookback: 'consumption',
    fresh: (dated) => ({ ...dated, synced_through: {}, left: {} }),
    startOver: (old, dated) => ({
      ...dated,
      synced_through: Object.fromEntries(
        Object.keys(old.synced_through).map((id) => [id, addDays(dated.start_date, -1)]),
      ),
      left: old.left,
    }),
  });
  return {
    ...state,
    synced_through: dictionary(state.synced_through),
    left: dictionary(state.left),
    ...(state.returned && { returned: dictionary(state.returned) }),
    ...(state.not_found && { not_found: dictionary(state.not_found) }),
  };
}

/** The subjects of the last sync, without the former ones. */
export function knownIds(state: SubjectsState): string[] {
  return Object.keys(state.synced_through).filter((id) => !Object.hasOwn(state.left, id));
}

/** Adds a new subject, with nothing synced. Otherwise it would be lost if it fails and then leaves. */
export function addSubject(state: SubjectsState, id: string, lastDay: Day): void {
  state.synced_through[id] ??= earlier(addDays(state.start_date, -1), lastDay);
}

/** Adds new subjects. Marks missing ones as former, and returned ones as current, after the last day read for them. */
export function markChanges(state: SubjectsState, current: ReadonlyMap<string, unknown>, lastDay: Day): void {
  for (const id of current.keys()) addSubject(state, id, lastDay);
  for (const id of knownIds(state)) if (!current.has(id)) state.left[id] = lastDay;
  for (const [id, left] of Object.entries(state.left)) {
    if (!current.has(id)) continue;
    (state.returned ??= dictionary())[id] ??= lastDayOfFormer(left);
    Reflect.deleteProperty(state.left, id);
  }
}

/**
 * Moves the date of a subject to the day through which it is read, never back. If it returned, its absence is read too.
 */
export function moveThrough(state: SubjectsState, id: string, day: Day): void {
  const before = state.synced_through[id] ?? day;
  state.synced_through[id] = later(before, day);
  if (day >= before) forget(state, 'returned', id);
}

/** Whether a 404 for an older window means that it is empty: three earlier syncs got the same. */
export function isKnownEmpty(state: SubjectsState, id: string): boolean {
  return (state.not_found?.[id] ?? 0) >= syncsBeforeEmpty;
}

/** Counts a 404 for an older window of a subject. Deletes the count if the window was read. */
export function countNotFound(state: SubjectsState, id: string, isNotFound: boolean): void {
  const counts = isNotFound ? (state.not_found ??= dictionary()) : undefined;
  if (counts) counts[id] = Math.min((counts[id] ?? 0) + 1, syncsBeforeEmpty);
  else forget(state, 'not_found', id);
}

/** Deletes an entry. Deletes the dictionary with its last entry. */
function forget(state: SubjectsState, name: 'returned' | 'not_found', id: string): void {
  const entries = state[name];
  if (entries === undefined) return;
  Reflect.deleteProperty(entries, id);
  if (Object.keys(entries).length === 0) Reflect.deleteProperty(state, name);
}

/** Lowers the look-back to the configured one, unless a subject is synced into the future and so was not read. */
export function settleLookback(state: SubjectsState, context: ReadContext): void {
  if (Object.values(state.synced_through).some((day) => day > context.lastDay)) return;
  state.lookback_days = context.lookbackDays.consumption;
}

/**
 * Forgets former subjects whose days are all read and final, but not the `unread` ones of this sync. One that could not
 * be read for 91 days is given up. Returns the number of given-up subjects.
 */
export function forgetFormer(
  state: SubjectsState,
  context: ReadContext,
  unread: ReadonlySet<string>,
): number {
  let givenUp = 0;
  for (const [id, left] of Object.entries(state.left)) {
    // The next day was not complete then. A later sync reads it, unless the end date is before it.
    const lastDay = earlier(lastDayOfFormer(left), context.endDate ?? lastDayOfFormer(left));
    const isRead = !unread.has(id) && (state.synced_through[id] ?? '') >= lastDay;
    const isFinal = lastDay <= addDays(context.lastCompleteDay, -state.lookback_days);
    const isTooOld = addDays(left, formerKeptDays) < context.lastCompleteDay;
    if (!isTooOld && !(isRead && isFinal)) continue;
    if (!isRead) givenUp += 1;
    for (const of of [state.left, state.synced_through]) Reflect.deleteProperty(of, id);
    for (const name of ['returned', 'not_found'] as const) forget(state, name, id);
  }
  return givenUp;
}

/** A subject that was missed may still have consumed ACUs on the next day, which was not complete. */
export function lastDayOfFormer(left: Day): Day {
  return addDays(left, 1);
}
