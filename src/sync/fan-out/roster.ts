import VError from 'verror';
import type { ReadContext } from '../define';

/** All current subjects of one kind. */
export interface Roster<Subject> {
  /** By id. */
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Devin answered 404 for a list that may have some of them. */
  readonly isPartial?: boolean;
}

/**
 * All current subjects of one kind. They are read once for the whole sync, and a second time if a known subject is
 * missing. So only a subject that is missing twice counts as former. `read` gets the name of the reading. Throws if subjects are known and none of them is
 * listed any more: this is another account or a broken list. It is unlikely that everyone left.
 */
export async function confirmedRoster<Subject>(
  context: ReadContext,
  name: string,
  read: (reading: string) => Promise<Roster<Subject>>,
  known: readonly string[],
): Promise<Roster<Subject>> {
  const once = (reading: string) => context.once(reading, () => read(reading));
  const first = await once(name);
  if (known.every((id) => first.subjects.has(id))) return first;
  const second = await once(`${name}, once more`);
  const subjects = new Map([...first.subjects, ...second.subjects]);
  const isPartial = first.isPartial === true || second.isPartial === true;
  if (known.some((id) => subjects.has(id))) return { subjects, isPartial };
  throw new VError(
    { info: { failureType: 'config_error', ...(subjects.size === 0 && { code: 'no_resources' }) } },
    '%s',
    `None of the ${known.length} ${name} of earlier syncs is listed any more. The API key probably belongs to another ` +
      'account now, so no one is marked as a former member: make a new connection, or clear the state of the stream.',
  );
}

/** With fewer known subjects than this, all may change from one day to the next. */
const fewestForMost = 10;

/** The known subjects that are missing, and the reasons why they may still exist. */
export function doubtsOf(roster: Roster<unknown>, known: readonly string[]) {
  const missing = known.filter((id) => !roster.subjects.has(id));
  return {
    missing,
    isPartial: roster.isPartial === true,
    isMostMissing: known.length >= fewestForMost && missing.length * 2 > known.length,
  };
}
