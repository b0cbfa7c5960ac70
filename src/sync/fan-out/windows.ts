import type { DayRange } from '../days';
import type { ReadContext } from '../define';
import { Failures } from './failures';
import { mapOrdered } from './map-concurrent';

/** A window that was read. */
export interface WindowRead<Window, Found> {
  readonly window: Window;
  readonly found: Found;
  /** Whether every window before it was read too, so that the state may move. */
  readonly isUnbroken: boolean;
}

/**
 * Reads windows side by side, and yields what was found in their order. A window that fails stops no other; once all are
 * read, what failed is thrown. Only an outage ends it early.
 */
export async function* readWindows<Window extends DayRange, Found>(
  windows: readonly Window[],
  context: ReadContext,
  read: (window: Window) => Promise<Found>,
): AsyncGenerator<WindowRead<Window, Found>> {
  const failures = new Failures();
  const attempt = async (window: Window) => {
    try {
      return { window, found: await read(window) };
    } catch (error) {
      return { window, error };
    }
  };
  for await (const { window, ...result } of mapOrdered(windows, context.workers, attempt)) {
    if ('error' in result) failures.note(nameOf(window), result.error);
    else yield { window, found: result.found, isUnbroken: failures.count === 0 };
    if (context.isOutage()) break;
  }
  throwFailedWindows(failures, windows, context);
}

/** Throws when a window failed; where there is only one, its own failure. */
export function throwFailedWindows(
  failures: Failures,
  windows: readonly DayRange[],
  { isOutage }: ReadContext,
): void {
  const names = new Set(windows.map(nameOf));
  if (names.size === 1 && !isOutage()) failures.throwCause();
  failures.throwIfAny('windows', names.size, isOutage());
}

/** A window as a message names it. */
export function nameOf({ from, to }: DayRange): string {
  return `${from} to ${to}`;
}
