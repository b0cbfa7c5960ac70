import type { Outcome } from '../../devin/error-facts';
import { isOutcome } from '../../devin/errors';
import { aggregateQuery, type AggregateOptions } from '../requests/aggregate';
import { halves, type Area } from '../search/block';
import type { Batch } from './batches';
import type { ReadContext } from '../define';
import { requireFilter } from './filter-check';
import { groupsOfIds } from './id-groups';
import { search } from '../search/search';
import type { Leaf } from '../search/search-options';

/** What reading a batch came to. */
export interface BatchOutcome<Own> {
  readonly batch: Batch;
  readonly leaves: readonly Leaf<Own>[];
  /** The ids that could not be read to the end, each with why. */
  readonly failed: ReadonlyMap<string, unknown>;
}

type Options<Own extends object> = AggregateOptions<Own> & { readonly by: { readonly filter: string } };

/** Failures of a request for several ids that may be one id's doing. */
const mayBeOneId: readonly Outcome[] = [
  ...(['rejected', 'not_found', 'forbidden', 'malformed'] as const),
  ...(['server_error', 'timeout', 'network', 'not_devin'] as const),
];

/**
 * Reads the ids of a batch: a group that fails is halved, down to one id, whose failure is its own. Rejects where the
 * filter does not filter, where Devin has stopped answering, and where the sync is stopped.
 */
export async function readBatch<Own extends object>(
  options: Options<Own>,
  context: ReadContext,
  batch: Batch,
  settled: (size: number) => void,
): Promise<BatchOutcome<Own>> {
  if (batch.ids.length === 0) return { batch, leaves: [], failed: new Map() };
  await requireFilter(options, context, batch);
  const reading = new BatchReading(options, context);
  const { ids, from, to } = batch;
  const leaves = await search(
    { subjects: ids, from, to },
    {
      ask: (area) => reading.ask(area),
      weigh: options.events,
      refused: (area, error) => reading.refused(area, error),
      settled,
      groups: (some) => (batch.isBehind ? some.map((id) => [id]) : groupsOfIds(some, options.by.filter)),
      spent: 1,
    },
  );
  return { batch, leaves, failed: reading.failed };
}

/** Thrown in place of a request for ids of which some have failed already. */
class WithoutFailed extends Error {}

class BatchReading<Own extends object> {
  readonly failed = new Map<string, unknown>();

  constructor(
    private readonly options: Options<Own>,
    private readonly context: ReadContext,
  ) {}

  async ask(area: Area): Promise<Own> {
    if (area.subjects.some((id) => this.failed.has(id))) throw new WithoutFailed();
    const query = { ...aggregateQuery(area), [this.options.by.filter]: area.subjects };
    const { client, scope } = this.context;
    return this.options.row(await client.get(this.options.path(scope), query), this.context);
  }

  /** The areas to ask instead of one that was refused. */
  refused(area: Area, error: unknown): readonly Area[] {
    if (error instanceof WithoutFailed) {
      const subjects = area.subjects.filter((id) => !this.failed.has(id));
      return subjects.length === 0 ? [] : [{ ...area, subjects }];
    }
    if (this.context.isOutage() || isOutcome(error, 'stopped', 'unauthorized')) throw error;
    if (area.subjects.length > 1 && isOutcome(error, ...mayBeOneId)) return halves(area);
    for (const id of area.subjects) this.failed.set(id, error);
    return [];
  }
}
