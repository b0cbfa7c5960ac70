import { isOutcome } from '../../devin/errors';
import type { DevinScope } from '../../devin/scope';
import type { ReadContext } from '../define';
import { Failures } from './failures';
import { mapAsCompleted } from './map-concurrent';

/** The result of reading the list of one scope. */
interface Outcome<Row> {
  readonly scope: DevinScope;
  readonly rows: readonly Row[];
  readonly error?: unknown;
}

/**
 * The rows of one list in each of several scopes, such as the organizations. A list comes when it is completely read.
 * A list that fails stays behind alone: the others are read, and then this throws and names it. If all fail, it throws
 * their error itself. A list that Devin does not know (404) has no rows, with a warning, if it knows any other.
 */
export async function* eachList<Row>(
  scopes: readonly DevinScope[],
  context: ReadContext,
  read: (scope: DevinScope) => AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  const failures = new Failures();
  const unknown = new Failures();
  const readAll = (scope: DevinScope) => readList(scope, read);
  for await (const { scope, rows, error } of mapAsCompleted(scopes, context.workers, readAll)) {
    if (error === undefined) yield rows;
    else (isOutcome(error, 'not_found') ? unknown : failures).note(scope.id, error);
    if (context.isOutage()) break;
  }
  if (failures.count === scopes.length) failures.throwCause();
  const what = scopes.every(({ orgId }) => orgId !== null) ? 'organizations' : 'lists';
  failures.throwIfAny(what, scopes.length, context.isOutage(), 'reads them again');
  if (unknown.count === scopes.length) unknown.throwCause();
  if (unknown.count === 0) return;
  const who = `${unknown.count} of ${scopes.length} ${what} (${unknown.someIds})`;
  context.log('WARN', `Devin answered 404 for ${who}: they have no rows, and the next sync asks again.`);
}

/** Reads one list to its end, and never rejects. */
async function readList<Row>(
  scope: DevinScope,
  read: (scope: DevinScope) => AsyncIterable<readonly Row[]>,
): Promise<Outcome<Row>> {
  const rows: Row[] = [];
  try {
    for await (const page of read(scope)) rows.push(...page);
    return { scope, rows };
  } catch (error) {
    return { scope, rows: [], error };
  }
}
