import { behindFrom, type ByState } from '../state/aggregate-by-state';
import { windowsToRead } from '../state/daily-state';
import { maxWindowDays, countDays, windowsNewestFirst, type Day, type DayRange } from '../days';
import type { ReadContext } from '../define';

/** More ids in one search need fewer requests. But all their rows stay in memory until everything is read. */
const mostIdsAtOnce = 1000;

/** Some ids to search together, and their days. */
export interface Batch extends DayRange {
  readonly ids: readonly string[];
  /** The ids failed in an earlier sync. Each is asked for alone, so that it cannot make the others fail again. */
  readonly isBehind: boolean;
  /** The last batch of a window, not counting ids that are behind. The state may move after it. */
  readonly endsWindow: boolean;
}

/** All ids in all their windows, in the order of the windows. */
export function batchesFor(ids: readonly string[], state: ByState, context: ReadContext): Batch[] {
  const behind = ids.filter((id) => Object.hasOwn(state.behind, id));
  const others = ids.filter((id) => !Object.hasOwn(state.behind, id));
  const current = windowsToRead(context, state).flatMap((window) => inChunks(others, window));
  const late = [...byFirstDay(behind, state)].flatMap(([from, group]) =>
    windowsNewestFirst(from, context.lastDay, maxWindowDays).map((window): Batch => {
      return { ...window, ids: group, isBehind: true, endsWindow: false };
    }),
  );
  return [...current, ...late].sort((one, other) => (one.to < other.to ? -1 : one.to > other.to ? 1 : 0));
}

/** The size of the batches: ids times days. */
export function sizeOfBatches(batches: readonly Batch[]): number {
  return batches.reduce((sum, { ids, from, to }) => sum + ids.length * countDays(from, to), 0);
}

function inChunks(ids: readonly string[], window: DayRange): Batch[] {
  const starts = Array.from(
    { length: Math.max(1, Math.ceil(ids.length / mostIdsAtOnce)) },
    (_, i) => i * mostIdsAtOnce,
  );
  return starts.map((start) => ({
    ...window,
    ids: ids.slice(start, start + mostIdsAtOnce),
    isBehind: false,
    endsWindow: start === starts.at(-1),
  }));
}

function byFirstDay(ids: readonly string[], state: ByState): Map<Day, string[]> {
  const groups = new Map<Day, string[]>();
  for (const id of ids) {
    const from = behindFrom(state, id);
    groups.set(from, [...(groups.get(from) ?? []), id]);
  }
  return groups;
}
