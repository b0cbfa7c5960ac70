import { addDays, earlier, later, type Day } from '../days';
import type { Lookback, ReadContext } from '../define';
import type { Schema, SchemaOf } from './schema-check';
import { datedProperties, dictionary, openDatedState, type DatedState } from './state';

/** The state of a stream with a daily list for each subject. */
export interface SubjectsState extends DatedState {
  synced_through: Record<string, Day>;
  /** Former subjects, with the last complete day of the first sync that missed them. */
  left: Record<string, Day>;
  /** Former subjects that have returned, with the last day that was read for them; left out where there are none. */
  returned?: Record<string, Day>;
  /** In how many syncs an older window was answered 404, of subjects that wait before it; left out where there are none. */
  not_found?: Record<string, number>;
}

/** An older window that was answered 404 in so many syncs is asked for once more, and then taken for empty. */
const syncsBeforeEmpty = 3;

/** A former subject that could not be read to the end is given up after so many days: the longest look-back, and a day to spare. */
const leaverKeptDays = 91;

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

/**
 * Notes the subjects that are missed for the first time, and those that have returned, which go on after the last day
 * read for them. A new subject is known from here on, with nothing synced: otherwise nobody would read on after a failed
 * first request of a subject that then leaves.
 */
export function markChanges(state: SubjectsState, present: ReadonlyMap<string, unknown>, lastDay: Day): void {
  const nothing = earlier(addDays(state.start_date, -1), lastDay);
  for (const id of present.keys()) state.synced_through[id] ??= nothing;
  for (const id of knownIds(state)) if (!present.has(id)) state.left[id] = lastDay;
  for (const [id, left] of Object.entries(state.left)) {
    if (!present.has(id)) continue;
    (state.returned ??= dictionary())[id] ??= lastDayOfLeaver(left);
    Reflect.deleteProperty(state.left, id);
  }
}

/**
 * Moves a subject's date to the day through which everything is read; never back. Of a subject that has returned the days
 * of its absence are read then, too.
 */
export function moveThrough(state: SubjectsState, id: string, day: Day): void {
  const before = state.synced_through[id] ?? day;
  state.synced_through[id] = later(before, day);
  if (day >= before) forget(state, 'returned', id);
}

/** Whether an older window that is answered 404 is to be taken for empty: it was answered so in three syncs before. */
export function isKnownEmpty(state: SubjectsState, id: string): boolean {
  return (state.not_found?.[id] ?? 0) >= syncsBeforeEmpty;
}

/** Counts a sync in which an older window of a subject was answered 404; forgets the count of one that was read. */
export function countNotFound(state: SubjectsState, id: string, isNotFound: boolean): void {
  const counts = isNotFound ? (state.not_found ??= dictionary()) : undefined;
  if (counts) counts[id] = Math.min((counts[id] ?? 0) + 1, syncsBeforeEmpty);
  else forget(state, 'not_found', id);
}

/** Deletes an entry, and the dictionary with its last one. */
function forget(state: SubjectsState, name: 'returned' | 'not_found', id: string): void {
  const entries = state[name];
  if (entries === undefined) return;
  Reflect.deleteProperty(entries, id);
  if (Object.keys(entries).length === 0) Reflect.deleteProperty(state, name);
}

/** Lowers the look-back to the configured one, unless a subject is synced into the future, and so was not read. */
export function settleLookback(state: SubjectsState, context: ReadContext): void {
  if (Object.values(state.synced_through).some((day) => day > context.lastDay)) return;
  state.lookback_days = context.lookbackDays.consumption;
}

/**
 * Forgets former subjects all of whose days are read and final; not those that this sync left `unread`. One that could not
 * be read for 91 days is given up; answers how many those are.
 */
export function forgetLeavers(
  state: SubjectsState,
  context: ReadContext,
  unread: ReadonlySet<string>,
): number {
  let givenUp = 0;
  for (const [id, left] of Object.entries(state.left)) {
    // The day that was running when they were missed is read in a later sync, unless the end date comes before it.
    const lastDay = earlier(lastDayOfLeaver(left), context.endDate ?? lastDayOfLeaver(left));
    const isRead = !unread.has(id) && (state.synced_through[id] ?? '') >= lastDay;
    const isFinal = lastDay <= addDays(context.lastCompleteDay, -state.lookback_days);
    const isTooOld = addDays(left, leaverKeptDays) < context.lastCompleteDay;
    if (!isTooOld && !(isRead && isFinal)) continue;
    if (!isRead) givenUp += 1;
    for (const of of [state.left, state.synced_through]) Reflect.deleteProperty(of, id);
    for (const name of ['returned', 'not_found'] as const) forget(state, name, id);
  }
  return givenUp;
}

/** A subject that was missed after a day was complete may have been there, and spent, in the day that was running. */
export function lastDayOfLeaver(left: Day): Day {
  return addDays(left, 1);
}
