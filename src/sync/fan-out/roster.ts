import VError from 'verror';
import type { ReadContext } from '../define';

/** Everything of one kind that exists now. */
export interface Roster<Subject> {
  /** By id. */
  readonly subjects: ReadonlyMap<string, Subject>;
  /** A list that may hold some of them was answered 404. */
  readonly isPartial?: boolean;
}

/**
 * Everything of one kind that exists now; read once for the whole sync, and once more when a known subject is missing, so
 * that only one that is missing twice is gone. Throws where subjects are known and none of them is listed any more: that is
 * another account, or a broken list, rather than everyone's leave.
 */
export async function confirmedRoster<Subject>(
  context: ReadContext,
  name: string,
  read: () => Promise<Roster<Subject>>,
  known: readonly string[],
): Promise<Roster<Subject>> {
  const first = await context.once(name, read);
  if (known.every((id) => first.subjects.has(id))) return first;
  const second = await context.once(`${name}, once more`, read);
  const subjects = new Map([...first.subjects, ...second.subjects]);
  const isPartial = first.isPartial === true || second.isPartial === true;
  if (known.some((id) => subjects.has(id))) return { subjects, isPartial };
  throw new VError(
    { info: { failureType: 'config_error', ...(subjects.size === 0 && { code: 'no_resources' }) } },
    '%s',
    `None of the ${known.length} ${name} of earlier syncs is listed any more. The API key probably belongs to another ` +
      'account now, so no one is marked as gone: make a new connection, or clear the state of the stream.',
  );
}

/** Fewer known subjects than this may all change from one day to the next. */
const fewestForMost = 10;

/** Why known subjects that are missing may still exist. */
export function doubtsOf(roster: Roster<unknown>, known: readonly string[]) {
  const missing = known.filter((id) => !roster.subjects.has(id));
  return {
    isPartial: roster.isPartial === true,
    isMostMissing: known.length >= fewestForMost && missing.length * 2 > known.length,
  };
}
