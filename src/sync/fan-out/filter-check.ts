import VError from 'verror';
import { isOutcome } from '../../devin/errors';
import { aggregateQuery, type AggregateOptions } from '../requests/aggregate';
import type { DayRange } from '../days';
import type { ReadContext } from '../define';

/** An id that no subject has. */
const impossibleId = 'nobody-has-this-id';

/**
 * Throws if the endpoint ignores the filter, because every row would be wrong then. An endpoint ignores it if an
 * impossible id has activity. Asks once for each window.
 * Unverified: what Devin answers for an unknown id. If Devin refuses the id, it looks at the filter. If Devin refuses
 * everything, the stream cannot be read.
 */
export function requireFilter<Own extends object>(
  options: AggregateOptions<Own> & { readonly by: { readonly filter: string } },
  context: ReadContext,
  window: DayRange,
): Promise<void> {
  const { client, scope, once } = context;
  const path = options.path(scope);
  const { filter } = options.by;
  return once(`${path} ${filter} ${window.to}`, async () => {
    try {
      const query = { ...aggregateQuery(window), [filter]: [impossibleId] };
      const own = options.row(await client.get(path, query), context);
      if (options.events(own).size > 0) throw filterIgnored(path, filter);
    } catch (error) {
      // An answer of another shape counts nothing. The requests that follow report it if it matters.
      if (isOutcome(error, 'malformed')) return;
      if (!isOutcome(error, 'rejected', 'not_found', 'forbidden')) throw error;
      await client.get(path, aggregateQuery(window));
    }
  });
}

function filterIgnored(path: string, filter: string): VError {
  return new VError(
    { info: { failureType: 'config_error' } },
    '%s',
    `Devin ignores the filter ${filter} of ${path}, so the connector cannot assign rows to subjects: leave this stream out of the ` +
      'connection',
  );
}
