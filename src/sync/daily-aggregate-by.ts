import { isOutcome } from '../devin/errors';
import { aggregateQuery, weigh, type AggregateOptions } from './aggregate';
import { halves, type Area } from './area';
import { openByState, type ByState } from './daily-aggregate-by-state';
import { liesAhead, windowsToRead, type DailyRow } from './daily';
import { addDays, countDays, eachDay, later } from './days';
import type { ReadContext, Reading, Work } from './define';
import { requireFilter } from './filter-check';
import { Failures } from './failures';
import { groupsOfIds } from './groups';
import { mapOrdered } from './map-concurrent';
import { search } from './search';
import type { Leaf } from './search-options';
import type { Subjects } from './subjects';
import { tasksFor, type Task } from './tasks';

/** Subjects to which a query parameter narrows an aggregate. */
export interface AggregateSubjects<Owner extends object> extends Subjects<Owner> {
  /** The query parameter. */
  readonly filter: string;
  /** Whether days on which nothing happened have a row too. */
  readonly hasZeroDays?: boolean;
}

interface Options<Own extends object, Owner extends object> extends AggregateOptions<Own> {
  readonly by: AggregateSubjects<Owner>;
}

/** Reads a row for each subject and day, each that is not zero Devin's answer for just that subject and day. */
export function openAggregateBy<Row extends DailyRow, Own extends object, Owner extends object>(
  options: Options<Own, Owner>,
  context: ReadContext,
): Reading<Row> {
  return new ByReading<Row, Own, Owner>(options, context);
}

class ByReading<Row extends DailyRow, Own extends object, Owner extends object> implements Reading<Row> {
  readonly state: ByState;
  readonly rows: AsyncGenerator<readonly Row[]>;
  readonly work: Work = { done: 0, total: 0 };
  private readonly failures = new Failures();
  /** The ids with a row of this sync that is not final, or without any because reading failed. */
  private readonly stillOpen = new Set<string>();
  private readonly absent = new Set<string>();

  constructor(
    private readonly options: Options<Own, Owner>,
    private readonly context: ReadContext,
  ) {
    this.state = openByState(context);
    this.rows = this.read();
  }

  private async *read(): AsyncGenerator<readonly Row[]> {
    const { context, state, failures } = this;
    if (liesAhead(context, state)) return;
    const subjects = await this.options.by.present(context);
    // Who was busy lately comes first, so that they are in few groups and the others in groups of zero.
    const ids = [...new Set([...state.open, ...subjects.keys()])];
    // Until all is read everybody may have a day that was not: they are asked even if they leave meanwhile.
    state.open = ids;
    const tasks = tasksFor(ids, windowsToRead(context, state));
    this.work.total = tasks.reduce(
      (sum, { window, ids }) => sum + ids.length * countDays(window.from, window.to),
      0,
    );
    for await (const { task, leaves } of mapOrdered(tasks, context.workers, (each) => this.readTask(each))) {
      if (failures.tooMany) break;
      const rows = leaves.flatMap((leaf) => this.asRows(leaf, subjects));
      if (rows.length > 0) yield rows;
      if (task.endsWindow && failures.count === 0) {
        state.synced_through = later(state.synced_through ?? task.window.to, task.window.to);
      }
    }
    this.noteAbsent();
    failures.throwIfAny(this.options.by.name, ids.length);
    state.open = [...this.stillOpen];
    state.lookback_days = context.lookbackDays.metrics;
  }

  /** Never rejects, unless the filter does not filter: what fails stays behind. */
  private async readTask(task: Task): Promise<{ task: Task; leaves: Leaf<Own>[] }> {
    await requireFilter(this.options, this.context, task.window);
    const leaves = await search(
      { subjects: task.ids, ...task.window },
      {
        ask: (area) => this.ask(area),
        weigh: (own) => weigh(own, this.options.events),
        refused: (area, error) => this.refused(area, error),
        settled: (size) => void (this.work.done += size),
        groups: (ids) => groupsOfIds(ids, this.options.by.filter),
        spent: 1,
      },
    );
    return { task, leaves };
  }

  private async ask(area: Area): Promise<Own> {
    const query = { ...aggregateQuery(area), [this.options.by.filter]: area.subjects };
    const path = this.options.path(this.context.scope);
    const own = this.options.row(await this.context.client.get(path, query), this.context);
    this.failures.note([], undefined);
    return own;
  }

  /** A group that Devin does not take is halved, down to one subject, whose failure is their own. */
  private refused(area: Area, error: unknown): readonly Area[] {
    if (area.subjects.length > 1 && isOutcome(error, 'rejected', 'not_found')) return halves(area);
    const [first = ''] = area.subjects;
    if (isOutcome(error, 'not_found')) this.absent.add(first);
    else {
      this.failures.note(area.subjects, error);
      area.subjects.forEach((id) => this.stillOpen.add(id));
    }
    return [];
  }

  private noteAbsent(): void {
    if (this.absent.size === 0) return;
    const who = `${this.absent.size} of the ${this.options.by.name}`;
    this.context.log('WARN', `Devin answered 404 for ${who}: no rows for them.`);
  }

  private asRows(leaf: Leaf<Own>, subjects: ReadonlyMap<string, Owner>): Row[] {
    const { context, options } = this;
    if (!options.by.hasZeroDays && weigh(leaf.answer, () => 1) === 0) return [];
    const finalThrough = addDays(context.lastDay, -context.lookbackDays.metrics);
    return leaf.subjects.flatMap((id) => {
      const owner = subjects.get(id) ?? options.by.left(id, context);
      return eachDay(leaf.from, leaf.to).map((date) => {
        if (date > finalThrough) this.stillOpen.add(id);
        return { date, ...leaf.answer, ...owner, is_final: date <= finalThrough } as unknown as Row;
      });
    });
  }
}
