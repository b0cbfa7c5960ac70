import { isOutcome } from '../devin/errors';
import type { DevinScope } from '../devin/scope';
import { readConsumption, type ConsumptionDay } from './consumption';
import { maxWindowDays, type DailyRow } from './daily';
import { addDays, windowsNewestFirst, type DayRange } from './days';
import type { Declaration, ReadContext, Reading, StreamDefinition, Work } from './define';
import { Failures } from './failures';
import { judgeAbsent } from './judge-absent';
import { mapAsCompleted } from './map-concurrent';
import {
  forgetSettledLeavers,
  knownIds,
  markChanges,
  openSubjectsState,
  planTurns,
  settleLookback,
  syncedThrough,
  type SubjectsState,
  type Turn,
} from './subjects-state';

export interface DailyListOptions<Row extends DailyRow, Subject> {
  /** What one row belongs to, in the plural, for messages. */
  readonly subjectsName: string;
  /** Everything of the kind that exists now, by id; `known` is what earlier syncs have read. */
  readonly subjects: (
    context: ReadContext,
    known: readonly string[],
  ) => Promise<ReadonlyMap<string, Subject>>;
  /** The path with the daily list of one subject. */
  readonly path: (scope: DevinScope, id: string) => string;
  /** The path with the daily list of everything together. */
  readonly totalPath: (scope: DevinScope) => string;
  /** The row of a day; `subject` is undefined for who has left. */
  readonly row: (
    day: ConsumptionDay,
    id: string,
    subject: Subject | undefined,
    context: ReadContext,
  ) => Omit<Row, 'is_final'>;
}

/**
 * A stream of daily lists, one for each subject: one request per subject and window, the subjects that are furthest
 * behind first, rows written and state moved as each subject completes, a failure kept to its subject.
 */
export function dailyListStream<Row extends DailyRow, Subject>(
  declaration: Declaration<Row> & DailyListOptions<Row, Subject>,
): StreamDefinition<Row> {
  return {
    ...declaration,
    cursorField: 'date',
    lookback: 'consumption',
    open: (context) => open(declaration, context),
  };
}

function open<Row extends DailyRow, Subject>(
  options: DailyListOptions<Row, Subject>,
  context: ReadContext,
): Reading<Row> {
  const state = openSubjectsState(context, 'consumption');
  const work = { done: 0, total: 0 };
  return { state, work, rows: rows(options, context, { state, work }) };
}

async function* rows<Row extends DailyRow, Subject>(
  options: DailyListOptions<Row, Subject>,
  context: ReadContext,
  { state, work }: { readonly state: SubjectsState; readonly work: Work },
): AsyncGenerator<readonly Row[]> {
  const subjects = await options.subjects(context, knownIds(state));
  markChanges(state, subjects, context.lastDay);
  const turns = planTurns(state, subjects, context);
  const asRow = rowMaker(options, context, subjects);
  const failures = new Failures();
  const absent: Turn[] = [];
  const outcomes = mapAsCompleted(turns, context.workers * 2, (turn) => readTurn(options, context, turn));
  for await (const { turn, days, error } of counted(outcomes, turns.length, work)) {
    failures.note([turn.id], error);
    if (failures.tooMany) break;
    if (days) {
      if (days.length > 0) yield days.map((day) => asRow(day, turn.id));
      state.synced_through[turn.id] = syncedThrough(state, turn);
    } else if (error === undefined) absent.push(turn);
  }
  await judgeAbsent(options, context, turns, absent);
  failures.throwIfAny(options.subjectsName, turns.length);
  forgetSettledLeavers(state, context);
  if (absent.length === 0) settleLookback(state, context);
}

/** Keeps `work` up to date while the items are taken. */
async function* counted<Item>(items: AsyncIterable<Item>, total: number, work: Work): AsyncGenerator<Item> {
  work.total = total;
  for await (const item of items) {
    work.done += 1;
    yield item;
  }
}

interface Outcome {
  readonly turn: Turn;
  /** Undefined where Devin does not know the subject, or where reading failed. */
  readonly days?: readonly ConsumptionDay[];
  readonly error?: unknown;
}

/** Reads one subject; never rejects. The newest window decides whether Devin knows the subject at all. */
async function readTurn<Row extends DailyRow, Subject>(
  options: DailyListOptions<Row, Subject>,
  context: ReadContext,
  turn: Turn,
): Promise<Outcome> {
  const [newest, ...older] = windowsNewestFirst(turn.from, turn.to, maxWindowDays);
  if (newest === undefined) return { turn, days: [] };
  try {
    const path = options.path(context.scope, turn.id);
    const read = (window: DayRange) => readConsumption(context.client, path, window);
    const recent = await read(newest);
    const earlier = await Promise.all(older.map((window) => read(window).catch(noneWhereNotFound)));
    return { turn, days: [...earlier.reverse().flat(), ...recent] };
  } catch (error) {
    if (turn.hasLeft && isOutcome(error, 'not_found', 'forbidden')) return { turn, days: [] };
    return isOutcome(error, 'not_found') ? { turn } : { turn, error };
  }
}

function noneWhereNotFound(error: unknown): ConsumptionDay[] {
  if (isOutcome(error, 'not_found')) return [];
  throw error;
}

function rowMaker<Row extends DailyRow, Subject>(
  options: DailyListOptions<Row, Subject>,
  context: ReadContext,
  subjects: ReadonlyMap<string, Subject>,
): (day: ConsumptionDay, id: string) => Row {
  const finalThrough = addDays(context.lastDay, -context.lookbackDays.consumption);
  return (day, id) =>
    Object.assign(options.row(day, id, subjects.get(id), context), {
      is_final: day.day <= finalThrough,
    }) as Row;
}
