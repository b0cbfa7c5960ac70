import VError from 'verror';
import { readConsumption, type ListOptions, type ListSubjects } from '../requests/consumption';
import { maxWindowDays, earlier, windowsNewestFirst, type Day } from '../days';
import type { ReadContext } from '../define';
import type { SubjectSlice } from './subject-slices';
import { warnOfNotFound } from './subjects';

/** The slices of current subjects, and the ones for which Devin answered 404. */
export interface NotFound {
  /** All slices of current subjects. */
  readonly asked: readonly SubjectSlice[];
  /** The slices whose newest window was answered 404. */
  readonly unknown: readonly SubjectSlice[];
  /** How many other subjects have an older window that was answered 404. */
  readonly olderWindows: number;
}

/**
 * Warns for how many subjects Devin answered 404. If it did so for all of them, the total decides. A total of zero
 * means that there is nothing to read. Any other total means that the key may not read the rows, and this throws.
 */
export async function reportNotFound(
  { path: pathOf, by }: ListOptions<object> & { readonly by: ListSubjects<object> },
  context: ReadContext,
  { asked, unknown, olderWindows }: NotFound,
): Promise<void> {
  warnOfNotFound({ count: unknown.length + olderWindows, asked: asked.length, olderWindows }, by, context);
  if (unknown.length === 0 || unknown.length < asked.length) return;
  const who = `${unknown.length} of ${asked.length} ${by.name}`;
  const from = unknown.map((slice) => slice.from).reduce(earlier);
  await throwIfWithheld(context, pathOf(context.scope), who, from);
}

/** Throws if the total of the days since `from` is not zero, although Devin answered 404 for everyone. */
export async function throwIfWithheld(
  context: ReadContext,
  path: string,
  who: string,
  from: Day,
): Promise<void> {
  for (const window of windowsNewestFirst(from, context.lastDay, maxWindowDays)) {
    const days = await readConsumption(context, path, window);
    const acus = days.reduce((sum, day) => sum + day.own.acus, 0);
    if (acus !== 0) throw withheld(who, acus, path);
  }
}

function withheld(who: string, acus: number, path: string): VError {
  return new VError(
    { info: { code: 'invalid_permissions', failureType: 'config_error', outcome: 'not_found' } },
    '%s',
    `Devin answered 404 for ${who}, although ${path} shows ${acus} ACUs in the same days`,
  );
}
