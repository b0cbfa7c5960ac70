import VError from 'verror';
import { isOutcome } from '../devin/errors';
import { aggregateQuery, weigh, type AggregateOptions } from './aggregate';
import type { DayRange } from './days';
import type { ReadContext } from './define';

/** An id that no subject has. */
const impossibleId = 'nobody-has-this-id';

/**
 * Throws where the endpoint ignores the filter, so that every row would be invented: where somebody who cannot exist
 * has activity. Asks once for each window.
 * Unverified: what Devin answers for an unknown id. One that it refuses is a filter that it looks at, unless it refuses
 * everything: then the stream cannot be read.
 */
export function requireFilter<Own extends object>(
  { path: pathOf, by: { filter } }: AggregateOptions<Own> & { readonly by: { readonly filter: string } },
  { client, scope, once }: ReadContext,
  window: DayRange,
): Promise<void> {
  const path = pathOf(scope);
  return once(`${path} ${filter} ${window.to}`, async () => {
    try {
      const query = { ...aggregateQuery(window), [filter]: [impossibleId] };
      const counts = await client.get(path, query);
      if (weigh(counts, () => 1) > 0) throw filterIgnored(path, filter);
    } catch (error) {
      if (!isOutcome(error, 'rejected', 'not_found', 'forbidden')) throw error;
      await client.get(path, aggregateQuery(window));
    }
  });
}

function filterIgnored(path: string, filter: string): VError {
  return new VError(
    { info: { failureType: 'config_error' } },
    '%s',
    `Devin does not narrow ${path} by ${filter}, so what belongs to whom cannot be told: leave this stream out of the ` +
      'connection',
  );
}
