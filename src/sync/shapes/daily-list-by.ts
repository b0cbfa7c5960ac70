import type { ConsumptionDay, ListOptions, ListSubjects } from '../requests/consumption';
import type { DailyRow } from './daily';
import { addDays } from '../days';
import type { ReadContext, Reading, Work } from '../define';
import { Failures } from '../fan-out/failures';
import { mapAsCompleted } from '../fan-out/map-concurrent';
import { reportNotFound } from '../fan-out/not-found';
import { readSlice, type SliceOutcome } from '../fan-out/read-slice';
import { SubjectPlan } from '../fan-out/subject-plan';
import type { SubjectSlice } from '../fan-out/subject-slices';
import { warnOfGivenUp } from '../fan-out/subjects';
import {
  countNotFound,
  forgetFormer,
  isKnownEmpty,
  moveThrough,
  openSubjectsState,
  settleLookback,
  type SubjectsState,
} from '../state/subjects-state';

/**
 * Slices queued beyond `num_workers`: four, so that no worker is idle while rows are written, and as many as may wait for
 * their next attempt. More would only need memory.
 */
export const waitingSlices = 4 + 20;

interface Options<Own extends object, SubjectFields extends object> extends ListOptions<Own> {
  readonly by: ListSubjects<SubjectFields>;
}

/**
 * Reads a daily list for each subject, with one request for each subject and window. Subjects with the oldest data
 * come first. Rows are written and the state moves when a subject is complete. A failure affects only its subject.
 */
export function openListBy<Row extends DailyRow, Own extends object, SubjectFields extends object>(
  options: Options<Own, SubjectFields>,
  context: ReadContext,
): Reading<Row> {
  return new ListByReading<Row, Own, SubjectFields>(options, context);
}

class ListByReading<
  Row extends DailyRow,
  Own extends object,
  SubjectFields extends object,
> implements Reading<Row> {
  readonly state: SubjectsState;
  readonly rows: AsyncGenerator<readonly Row[]>;
  readonly work: Work = { done: 0, total: 0 };
  private readonly plan: SubjectPlan<SubjectFields>;
  private readonly failures = new Failures();
  private readonly unknown: SubjectSlice[] = [];
  private readonly unknownFormer: SubjectSlice[] = [];
  /** The ids whose slice is completely read. */
  private readonly whole = new Set<string>();
  private olderWindowsNotFound = 0;
  private hasAnswer = false;

  constructor(
    private readonly options: Options<Own, SubjectFields>,
    private readonly context: ReadContext,
  ) {
    this.state = openSubjectsState(context);
    this.plan = new SubjectPlan(options.by, context, this.state);
    this.rows = this.read();
  }

  private async *read(): AsyncGenerator<readonly Row[]> {
    const { context, state, options, failures } = this;
    const asRows = rowMaker<Row, Own>(options, context);
    for await (const outcome of this.outcomes()) {
      if (outcome.days.length > 0) yield asRows(this.plan.fieldsOf(outcome.slice.id), outcome.days);
      this.note(outcome);
      if (context.isOutage()) break;
    }
    const slices = await this.plan.all();
    const asked = slices.filter((slice) => !slice.hasLeft);
    this.settleFormer(slices);
    const { unknown, olderWindowsNotFound: olderWindows } = this;
    await reportNotFound(options, context, { asked, unknown, olderWindows });
    failures.throwIfAny(options.by.name, slices.length, context.isOutage());
    if (unknown.length + olderWindows === 0) settleLookback(state, context);
  }

  /** Reads the slices concurrently, and updates `work` as results are taken. */
  private async *outcomes(): AsyncGenerator<SliceOutcome> {
    const { context, state, options, work, plan } = this;
    const read = (slice: SubjectSlice) =>
      readSlice(options.by, context, slice, isKnownEmpty(state, slice.id));
    let done = 0;
    for await (const outcome of mapAsCompleted(plan.inOrder(), context.workers + waitingSlices, read)) {
      done += 1;
      if (plan.size !== undefined) Object.assign(work, { done, total: plan.size });
      yield outcome;
    }
  }

  /** Moves the state of a subject after its rows are written. */
  private note({ slice, through, error, ...outcome }: SliceOutcome): void {
    const { state, context } = this;
    if (outcome.isUnknown) {
      (slice.hasLeft ? this.unknownFormer : this.unknown).push(slice);
      return;
    }
    if (error !== undefined) this.failures.note(slice.id, error);
    else this.hasAnswer = true;
    // There is no data after the last day of a former subject.
    const isWhole = through === slice.to;
    if (isWhole) this.whole.add(slice.id);
    if (through !== undefined)
      moveThrough(state, slice.id, isWhole && slice.hasLeft ? context.lastDay : through);
    const awaitsWindow = outcome.hasNotFoundWindow === true && !isWhole;
    if (error === undefined) countNotFound(state, slice.id, awaitsWindow);
    if (awaitsWindow) this.olderWindowsNotFound += 1;
  }

  /**
   * A former subject that Devin refuses has no rows. But if Devin refuses all subjects, that tells nothing about
   * former ones.
   */
  private settleFormer(slices: readonly SubjectSlice[]): void {
    const { state, context, whole } = this;
    for (const { id } of this.hasAnswer ? this.unknownFormer : []) {
      moveThrough(state, id, context.lastDay);
      whole.add(id);
    }
    const unread = slices.map(({ id }) => id).filter((id) => !whole.has(id));
    warnOfGivenUp(forgetFormer(state, context, new Set(unread)), this.options.by, context);
  }
}

/**
 * Makes the rows of a subject. It assigns fields, because V8 is slow with an object that has fields after a spread.
 */
function rowMaker<Row extends DailyRow, Own extends object>(
  { row }: ListOptions<Own>,
  context: ReadContext,
): (fields: object, days: readonly ConsumptionDay[]) => Row[] {
  const finalThrough = addDays(context.lastCompleteDay, -context.lookbackDays.consumption);
  return (fields, days) =>
    days.map((day) => {
      const final = { is_final: day.date <= finalThrough };
      return Object.assign({ date: day.date }, fields, row(day.own, context), final) as unknown as Row;
    });
}
