import type { ConsumptionDay, ListOptions, ListSubjects } from '../requests/consumption';
import type { DailyRow } from './daily';
import { addDays } from '../days';
import type { ReadContext, Reading, Work } from '../define';
import { Failures } from '../fan-out/failures';
import { mapAsCompleted } from '../fan-out/map-concurrent';
import { reportNotFound } from '../fan-out/not-found';
import { warnOfGivenUp } from '../fan-out/subjects';
import { readSlice, type SliceOutcome } from '../fan-out/read-slice';
import { planSlices, type SubjectSlice } from '../fan-out/subject-slices';
import {
  countNotFound,
  forgetLeavers,
  isKnownEmpty,
  knownIds,
  markChanges,
  moveThrough,
  openSubjectsState,
  settleLookback,
  type SubjectsState,
} from '../state/subjects-state';

/**
 * Slices begun beyond what the workers run: four, so that no worker is idle while rows are written, and as many as may wait
 * for their next attempt. More would only fill memory.
 */
export const waitingSlices = 4 + 20;

interface Options<Own extends object, Owner extends object> extends ListOptions<Own> {
  readonly by: ListSubjects<Owner>;
}

/**
 * Reads a daily list for each subject: one request per subject and window, subjects with the oldest data first, rows
 * written and state moved as each subject completes. A failure stays with its subject.
 */
export function openListBy<Row extends DailyRow, Own extends object, Owner extends object>(
  options: Options<Own, Owner>,
  context: ReadContext,
): Reading<Row> {
  return new ListByReading<Row, Own, Owner>(options, context);
}

class ListByReading<Row extends DailyRow, Own extends object, Owner extends object> implements Reading<Row> {
  readonly state: SubjectsState;
  readonly rows: AsyncGenerator<readonly Row[]>;
  readonly work: Work = { done: 0, total: 0 };
  private readonly failures = new Failures();
  private readonly unknown: SubjectSlice[] = [];
  private readonly unknownLeavers: SubjectSlice[] = [];
  /** The ids that are not read to the end of their slice. */
  private readonly unread = new Set<string>();
  private olderWindowsNotFound = 0;
  private hasAnswer = false;

  constructor(
    private readonly options: Options<Own, Owner>,
    private readonly context: ReadContext,
  ) {
    this.state = openSubjectsState(context, 'consumption');
    this.rows = this.read();
  }

  private async *read(): AsyncGenerator<readonly Row[]> {
    const { context, state, options, failures } = this;
    const subjects = await options.by.present(context, knownIds(state));
    markChanges(state, subjects, context.lastDay);
    const slices = planSlices(state, context);
    for (const { id } of slices) this.unread.add(id);
    const asRows = rowMaker<Row, Own, Owner>(options, context, subjects);
    for await (const outcome of this.outcomes(slices)) {
      if (outcome.days.length > 0) yield asRows(outcome.slice.id, outcome.days);
      this.note(outcome);
      if (context.isOutage()) break;
    }
    const asked = slices.filter((slice) => !slice.hasLeft);
    this.settleLeavers();
    await reportNotFound(options, context, {
      ...{ asked, unknown: this.unknown, olderWindows: this.olderWindowsNotFound },
    });
    failures.throwIfAny(options.by.name, slices.length, context.isOutage());
    if (this.unknown.length + this.olderWindowsNotFound === 0) settleLookback(state, context);
  }

  /** Reads the slices side by side, and keeps `work` up to date while their outcomes are taken. */
  private async *outcomes(slices: readonly SubjectSlice[]): AsyncGenerator<SliceOutcome> {
    const { context, state, options, work } = this;
    work.total = slices.length;
    const read = (slice: SubjectSlice) =>
      readSlice(options.by, context, slice, isKnownEmpty(state, slice.id));
    for await (const outcome of mapAsCompleted(slices, context.workers + waitingSlices, read)) {
      work.done += 1;
      yield outcome;
    }
  }

  /** Moves the state of a subject whose rows are written. */
  private note({ slice, through, error, ...outcome }: SliceOutcome): void {
    const { state, context } = this;
    if (outcome.isUnknown) {
      (slice.hasLeft ? this.unknownLeavers : this.unknown).push(slice);
      return;
    }
    if (error !== undefined) this.failures.note(slice.id, error);
    else this.hasAnswer = true;
    // Nothing follows the last day of a former subject.
    const isWhole = through === slice.to;
    if (isWhole) this.unread.delete(slice.id);
    if (through !== undefined)
      moveThrough(state, slice.id, isWhole && slice.hasLeft ? context.lastDay : through);
    if (error === undefined) countNotFound(state, slice.id, outcome.hasNotFoundWindow === true && !isWhole);
    if (outcome.hasNotFoundWindow && !isWhole) this.olderWindowsNotFound += 1;
  }

  /** Former subjects that Devin refuses have no rows, unless it refuses everybody: that says nothing of them. */
  private settleLeavers(): void {
    const { state, context } = this;
    for (const { id } of this.hasAnswer ? this.unknownLeavers : []) {
      moveThrough(state, id, context.lastDay);
      this.unread.delete(id);
    }
    warnOfGivenUp(forgetLeavers(state, context, this.unread), this.options.by, context);
  }
}

/** Makes the rows of a subject; assigned, because V8 makes an object with fields after a spread slowly. */
function rowMaker<Row extends DailyRow, Own extends object, Owner extends object>(
  { by, row }: Options<Own, Owner>,
  context: ReadContext,
  subjects: ReadonlyMap<string, Owner>,
): (id: string, days: readonly ConsumptionDay[]) => Row[] {
  const finalThrough = addDays(context.lastCompleteDay, -context.lookbackDays.consumption);
  return (id, days) => {
    const owner = subjects.get(id) ?? by.left(id, context);
    return days.map((day) => {
      const final = { is_final: day.date <= finalThrough };
      return Object.assign({ date: day.date }, owner, row(day.own, context), final) as unknown as Row;
    });
  };
}
