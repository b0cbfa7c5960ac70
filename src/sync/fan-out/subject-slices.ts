import { addDays, earlier, later, type Day } from '../days';
import type { ReadContext } from '../define';
import { lastDayOfFormer, type SubjectsState } from '../state/subjects-state';

/** The part of a sync for one subject: the days to read. */
export interface SubjectSlice {
  readonly id: string;
  readonly from: Day;
  readonly to: Day;
  readonly hasLeft: boolean;
}

/**
 * The slices to read. Subjects with the oldest data come first, but every fourth slice is for the subject with the
 * newest data. So subjects that fail in every sync cannot block the others. No day before the start date or after the
 * last day is read.
 */
export function planSlices(state: SubjectsState, context: ReadContext): SubjectSlice[] {
  const ids = Object.keys(state.synced_through);
  const ahead = ids.filter((id) => !Object.hasOwn(state.left, id) && isAhead(state, id, context.lastDay));
  if (ahead.length > 0) {
    context.log(
      'WARN',
      `The state of ${ahead.length} ids is after the last day to read, ${context.lastDay}: nothing is read for them.`,
    );
  }
  const slices = slicesOf(state, context.lastDay).sort((one, other) =>
    one.from < other.from ? -1 : one.from > other.from ? 1 : 0,
  );
  let [oldest, newest] = [0, slices.length - 1];
  return slices.map((_, index) => slices[index % 4 === 3 ? newest-- : oldest++] as SubjectSlice);
}

/** The slices of these subjects. A subject without a day to read has none. */
export function slicesOf(
  state: SubjectsState,
  lastDay: Day,
  ids: readonly string[] = Object.keys(state.synced_through),
): SubjectSlice[] {
  return ids
    .filter((id) => !isAhead(state, id, lastDay))
    .map((id) => sliceOf(state, id, lastDay))
    .filter((slice) => slice.from <= slice.to);
}

function isAhead(state: SubjectsState, id: string, lastDay: Day): boolean {
  return (state.synced_through[id] ?? '') > lastDay;
}

function sliceOf(state: SubjectsState, id: string, lastDay: Day): SubjectSlice {
  const synced = state.synced_through[id] ?? '';
  const left = state.left[id];
  const to = left === undefined ? lastDay : earlier(lastDay, lastDayOfFormer(left));
  const again = addDays(synced, 1 - state.lookback_days);
  const returned = state.returned?.[id];
  const from = later(returned === undefined ? again : earlier(again, addDays(returned, 1)), state.start_date);
  return { id, from, to, hasLeft: left !== undefined };
}
