import VError from 'verror';
import type { ReadContext } from './define';

/**
 * Everything of one kind that exists now, by id; read once for the whole sync, and once more when somebody who is
 * known is missing, so that only who is missing twice is gone. Throws where somebody is known and nobody of them is
 * there any more: that is another account, or a broken list, rather than everyone's leave.
 */
export async function confirmedRoster<Subject>(
  context: ReadContext,
  name: string,
  read: () => Promise<ReadonlyMap<string, Subject>>,
  known: readonly string[],
): Promise<ReadonlyMap<string, Subject>> {
  const first = await context.once(name, read);
  if (known.every((id) => first.has(id))) return first;
  const second = await context.once(`${name}, once more`, read);
  const both = new Map([...first, ...second]);
  if (known.some((id) => both.has(id))) return both;
  throw new VError(
    { info: { failureType: 'config_error', ...(both.size === 0 && { code: 'no_resources' }) } },
    '%s',
    `None of the ${known.length} ${name} known from earlier syncs is there any more, so nobody is called gone. ` +
      'If the API key now belongs to another account, make a new connection or clear the state of the stream.',
  );
}
