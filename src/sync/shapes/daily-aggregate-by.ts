import { isOutcome } from '../../devin/errors';
import type { AggregateOptions } from '../requests/aggregate';
import { batchesFor, sizeOfBatches, type Batch } from '../fan-out/batches';
import { giveUpBehind, openByState, settleBehind, type ByState } from '../state/aggregate-by-state';
import { liesAhead, moveSyncedThrough } from '../state/daily-state';
import { type DailyRow } from './daily';
import { addDays, eachDay, later, type Day } from '../days';
import type { ReadContext, Reading, Work } from '../define';
import { Failures } from '../fan-out/failures';
import { mapOrdered } from '../fan-out/map-concurrent';
import { hintsOf } from '../hints/list-hints';
import { readBatch, type BatchOutcome } from '../fan-out/read-batch';
import type { AnsweredBlock } from '../search/search-options';
import { warnOfGivenUp, warnOfNotFound, type Subjects } from '../fan-out/subjects';
import { nameOf, throwFailedWindows } from '../fan-out/windows';

/** Subjects that a query parameter selects in an aggregate. */
export interface AggregateSubjects<SubjectFields extends object> extends Subjects<SubjectFields> {
  /** The name of the query parameter. */
  readonly filter: string;
  /** Whether days without activity have a row too. */
  readonly hasZeroDays?: boolean;
}

interface Options<Own extends object, SubjectFields extends object> extends AggregateOptions<Own> {
  readonly by: AggregateSubjects<SubjectFields>;
}

/** Reads a row for each subject and day. A row that is not zero is Devin's answer for exactly that subject and day. */
export function openAggregateBy<Row extends DailyRow, Own extends object, SubjectFields extends object>(
  options: Options<Own, SubjectFields>,
  context: ReadContext,
): Reading<Row> {
  return new ByReading<Row, Own, SubjectFields>(options, context);
}

class ByReading<
  Row extends DailyRow,
  Own extends object,
  SubjectFields extends object,
> implements Reading<Row> {
  readonly state: ByState;
  readonly rows: AsyncGenerator<readonly Row[]>;
  readonly work: Work = { done: 0, total: 0 };
  private readonly failures = new Failures();
  private readonly failedWindows = new Failures();
  /** The ids with a row of this sync that is not final. */
  private readonly stillOpen = new Set<string>();
  private readonly notFound = new Set<string>();
  /** The ids that failed in this sync. Their dates do not move any more. */
  private readonly stopped = new Set<string>();
  private current: ReadonlyMap<string, SubjectFields> = new Map();
  private readonly syncedBefore: Day | undefined;

  constructor(
    private readonly options: Options<Own, SubjectFields>,
    private readonly context: ReadContext,
  ) {
    this.state = openByState(context);
    this.syncedBefore = this.state.synced_through;
    this.rows = this.read();
  }

  private async *read(): AsyncGenerator<readonly Row[]> {
    const { context, state, failures, failedWindows } = this;
    if (liesAhead(context, state)) return;
    this.current = await this.options.by.current(context);
    // Subjects with recent activity come first: they share few groups, and the other groups are zero.
    const doubtful = (await this.options.by.doubtful?.(context)) ?? [];
    const known = [...state.open, ...Object.keys(state.behind), ...doubtful];
    const ids = [...new Set([...known, ...this.current.keys()])];
    // Until everything is read, each id may have an unread day, so each stays open even if it leaves.
    state.open = ids;
    const batches = batchesFor(ids, state, context);
    this.work.total = sizeOfBatches(batches);
    const hints = hintsOf(this.options.hints, context);
    const read = (batch: Batch) => readBatch(this.options, context, { batch, hints, work: this.work });
    for await (const outcome of mapOrdered(batches, context.workers, read)) {
      const rows = outcome.answered.flatMap((answered) => this.asRows(answered));
      if (rows.length > 0) yield rows;
      this.settle(outcome);
      if (context.isOutage()) break;
    }
    warnOfNotFound({ count: this.notFound.size, asked: ids.length }, this.options.by, context);
    throwFailedWindows(failedWindows, batches, context);
    this.settleAll();
    failures.throwIfAny(this.options.by.name, ids.length, false);
    if (this.notFound.size === 0) state.lookback_days = context.lookbackDays.metrics;
  }

  /** Moves the state past a batch after its rows are written. An id that failed stays behind alone. */
  private settle({ batch, failed, error }: BatchOutcome<Own>): void {
    const { state } = this;
    if (error !== undefined) {
      this.failedWindows.note(nameOf(batch), error);
      for (const id of batch.ids) this.stopped.add(id);
      return;
    }
    for (const id of batch.ids.filter((each) => !this.stopped.has(each))) {
      if (failed.has(id)) this.stayBehind(id, batch, failed.get(id));
      else if (Object.hasOwn(state.behind, id)) state.behind[id] = later(state.behind[id] ?? '', batch.to);
    }
    if (batch.endsWindow && this.failedWindows.count === 0) moveSyncedThrough(state, batch.to);
  }

  private stayBehind(id: string, batch: Batch, error: unknown): void {
    const { state, syncedBefore } = this;
    const isCurrent = this.current.has(id);
    // A former subject that Devin refuses has no rows.
    if (!isCurrent && isOutcome(error, 'forbidden', 'not_found')) {
      Reflect.deleteProperty(state.behind, id);
      return;
    }
    this.stopped.add(id);
    if (isOutcome(error, 'not_found')) this.notFound.add(id);
    else this.failures.note(id, error);
    const before = addDays(batch.from, -1);
    state.behind[id] = later(state.behind[id] ?? syncedBefore ?? before, before);
  }

  private settleAll(): void {
    const { context, state } = this;
    state.open = [...this.stillOpen];
    settleBehind(state);
    warnOfGivenUp(giveUpBehind(state, this.current, context), this.options.by, context);
  }

  private asRows(answered: AnsweredBlock<Own>): Row[] {
    const { context, options } = this;
    if (!options.by.hasZeroDays && options.events(answered.answer).size === 0) return [];
    const finalThrough = addDays(context.lastCompleteDay, -context.lookbackDays.metrics);
    return answered.subjects.flatMap((id) => {
      const fields = this.current.get(id) ?? options.by.formerFields(id, context);
      return eachDay(answered.from, answered.to).map((date) => {
        if (date > finalThrough) this.stillOpen.add(id);
        return { date, ...answered.answer, ...fields, is_final: date <= finalThrough } as unknown as Row;
      });
    });
  }
}
