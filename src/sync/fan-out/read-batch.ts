import type { Outcome } from '../../devin/error-facts';
import { isOutcome } from '../../devin/errors';
import { aggregateQuery, type AggregateOptions } from '../requests/aggregate';
import { halves, type Block } from '../search/block';
import type { Batch } from './batches';
import type { ReadContext, Work } from '../define';
import { requireFilter } from './filter-check';
import { groupsOfIds } from './id-groups';
import { searchWithHints, type Hints } from '../search/hinted-search';
import type { AnsweredBlock } from '../search/search-options';

/** The result of reading a batch. */
export interface BatchOutcome<Own> {
  readonly batch: Batch;
  readonly answered: readonly AnsweredBlock<Own>[];
  /** The ids that could not be read completely, each with its error. */
  readonly failed: ReadonlyMap<string, unknown>;
  /** The error if nothing of the batch could be read. */
  readonly error?: unknown;
}

type Options<Own extends object> = AggregateOptions<Own> & { readonly by: { readonly filter: string } };

/** Failures of a request for several ids that one id may cause. */
const mayBeOneId: readonly Outcome[] = [
  'rejected',
  'not_found',
  'forbidden',
  'malformed',
  'server_error',
  'timeout',
  'network',
  'not_devin',
];

/**
 * Reads the ids of a batch, and never rejects. A group that fails is halved, down to one id with its own failure. The
 * whole batch fails if Devin ignores the filter, if Devin has stopped answering, or if the sync is stopped.
 */
export async function readBatch<Own extends object>(
  options: Options<Own>,
  context: ReadContext,
  asked: BatchSearch<Own>,
): Promise<BatchOutcome<Own>> {
  const { batch } = asked;
  try {
    return await searchBatch(options, context, asked);
  } catch (error) {
    return { batch, answered: [], failed: new Map(), error };
  }
}

/** What to read, and how. */
export interface BatchSearch<Own> {
  readonly batch: Batch;
  readonly work: Pick<Work, 'done'>;
  readonly hints: Hints<Own> | undefined;
}

async function searchBatch<Own extends object>(
  options: Options<Own>,
  context: ReadContext,
  { batch, work, hints }: BatchSearch<Own>,
): Promise<BatchOutcome<Own>> {
  if (batch.ids.length === 0) return { batch, answered: [], failed: new Map() };
  await requireFilter(options, context, batch);
  const reading = new BatchReading(options, context);
  const { ids, from, to } = batch;
  const answered = await searchWithHints(
    { subjects: ids, from, to },
    {
      ask: (block) => reading.ask(block),
      countOf: options.events,
      refused: (block, error) => reading.refused(block, error),
      settled: (size) => void (work.done += size),
      groups: (some) => (batch.isBehind ? some.map((id) => [id]) : groupsOfIds(some, options.by.filter)),
      spent: 1,
    },
    hints,
  );
  return { batch, answered, failed: reading.failed };
}

/** Thrown instead of a request for ids if some of them have failed already. */
class WithoutFailed extends Error {}

class BatchReading<Own extends object> {
  readonly failed = new Map<string, unknown>();

  constructor(
    private readonly options: Options<Own>,
    private readonly context: ReadContext,
  ) {}

  async ask(block: Block): Promise<Own> {
    if (block.subjects.some((id) => this.failed.has(id))) throw new WithoutFailed();
    const query = { ...aggregateQuery(block), [this.options.by.filter]: block.subjects };
    const { client, scope } = this.context;
    return this.options.row(await client.get(this.options.path(scope), query), this.context);
  }

  /** The blocks to ask instead of a block that Devin refused. */
  refused(block: Block, error: unknown): readonly Block[] {
    if (error instanceof WithoutFailed) {
      const subjects = block.subjects.filter((id) => !this.failed.has(id));
      return subjects.length === 0 ? [] : [{ ...block, subjects }];
    }
    if (this.context.isOutage() || isOutcome(error, 'stopped', 'unauthorized')) throw error;
    if (block.subjects.length > 1 && isOutcome(error, ...mayBeOneId)) return halves(block);
    for (const id of block.subjects) this.failed.set(id, error);
    return [];
  }
}
