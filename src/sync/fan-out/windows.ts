import type { DayRange } from '../days';
import type { ReadContext } from '../define';
import { Failures } from './failures';
import { mapOrdered } from './map-concurrent';

/** A window that was read. */
export interface WindowRead<Window, Found> {
  readonly window: Window;
  readonly found: Found;
  /** Whether every earlier window was read too, so that the state may move. */
  readonly isUnbroken: boolean;
}

/**
 * Reads windows concurrently, and yields their results in order. A window that fails does not stop the others. After
 * the last window, the failure is thrown. Only an outage ends the reading early.
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

/** Throws if a window failed. If there is only one window, its own failure is thrown. */
export function throwFailedWindows(
  failures: Failures,
  windows: readonly DayRange[],
  { isOutage }: ReadContext,
): void {
  const names = new Set(windows.map(nameOf));
  if (names.size === 1 && !isOutage()) failures.throwCause();
  failures.throwIfAny('windows', names.size, isOutage());
}

/** The name of a window in messages. */
export function nameOf({ from, to }: DayRange): string {
  return `${from} to ${to}`;
}
