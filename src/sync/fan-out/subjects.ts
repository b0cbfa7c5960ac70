import type { ReadContext } from '../define';
import type { Roster } from './roster';

/** What each row of a stream belongs to, such as a user or an organization. */
export interface Subjects<SubjectFields extends object> {
  /** The plural, for messages. */
  readonly name: string;
  /**
   * All current subjects: by id, the fields that name the subject in a row. `known` are the ids in the state of the
   * stream. A known id counts as missing only if two readings of the list miss it.
   */
  readonly current: (
    context: ReadContext,
    known?: readonly string[],
  ) => Promise<ReadonlyMap<string, SubjectFields>>;
  /**
   * Current subjects page by page, while `current` is still reading the list, with their final fields. It may leave out
   * some, and ends without an error if the list fails.
   */
  readonly early?: (context: ReadContext) => AsyncIterable<ReadonlyMap<string, SubjectFields>>;
  /**
   * Ids that an earlier sync saw and that are missing now, maybe by a fault of the lists. A stream whose state has no
   * day for each id still reads them. Otherwise their days would be lost.
   */
  readonly doubtful?: (context: ReadContext) => Promise<readonly string[]>;
  /** The same fields for a former subject. */
  readonly formerFields: (id: string, context: ReadContext) => SubjectFields;
}

/** The fields of each current subject, by id. */
export function subjectFields<Item, SubjectFields>(
  { subjects }: Roster<Item>,
  fields: (id: string, item: Item) => SubjectFields,
): ReadonlyMap<string, SubjectFields> {
  return new Map([...subjects].map(([id, item]) => [id, fields(id, item)]));
}

/**
 * Warns for how many of the requested subjects Devin answered 404. `olderWindows` of them got it only for an older
 * window.
 */
export function warnOfNotFound(
  { count, asked, olderWindows = 0 }: { count: number; asked: number; olderWindows?: number },
  { name }: Pick<Subjects<object>, 'name'>,
  { log }: ReadContext,
): void {
  if (count === 0) return;
  const who = `${count} of ${asked} ${name}`;
  const older = olderWindows > 0 ? `; for ${olderWindows} of them only in an older window` : '';
  log('WARN', `Devin answered 404 for ${who}: they have no rows, and the next sync asks again${older}.`);
}

/** Warns how many former subjects are given up because none of their requests succeeded since they left. */
export function warnOfGivenUp(count: number, { name }: Subjects<object>, { log }: ReadContext): void {
  if (count === 0) return;
  const who = `${count} former ${name}`;
  log('WARN', `No request for ${who} has succeeded since they left: their last days are given up.`);
}
