import type { DayRange } from './days';

/** The more ids are searched together, the fewer requests it takes; but their rows are held until all are read. */
const mostIdsAtOnce = 1000;

/** Some ids in one window. */
export interface Task {
  readonly window: DayRange;
  readonly ids: readonly string[];
  readonly endsWindow: boolean;
}

/** All ids in each of the windows, in the order of the windows. */
export function tasksFor(ids: readonly string[], windows: readonly DayRange[]): Task[] {
  const starts = Array.from({ length: Math.ceil(ids.length / mostIdsAtOnce) }, (_, i) => i * mostIdsAtOnce);
  return windows.flatMap((window) =>
    starts.map((start) => ({
      window,
      ids: ids.slice(start, start + mostIdsAtOnce),
      endsWindow: start === starts.at(-1),
    })),
  );
}
