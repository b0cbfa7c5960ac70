import { isOutcome } from '../devin/errors';
import { readConsumption, type ConsumptionDay, type ListOptions, type ListSubjects } from './consumption';
import { maxWindowDays, type DailyRow } from './daily';
import { addDays, windowsNewestFirst, type DayRange } from './days';
import type { ReadContext, Reading, Work } from './define';
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

/** Turns begun beyond what the workers run, so that none of them idles while rows are written; more would only fill memory. */
export const waitingTurns = 4;

interface Options<Own extends object, Owner extends object> extends ListOptions<Own> {
  readonly by: ListSubjects<Owner>;
}

/**
 * Reads a daily list for each subject: one request per subject and window, the subjects that are furthest
 * behind first, rows written and state moved as each subject completes, a failure kept to its subject.
 */
export function openListBy<Row extends DailyRow, Own extends object, Owner extends object>(
  options: Options<Own, Owner>,
  context: ReadContext,
): Reading<Row> {
  const state = openSubjectsState(context, 'consumption');
  const work = { done: 0, total: 0 };
  return { state, work, rows: rows(options, context, { state, work }) };
}

async function* rows<Row extends DailyRow, Own extends object, Owner extends object>(
  options: Options<Own, Owner>,
  context: ReadContext,
  { state, work }: { readonly state: SubjectsState; readonly work: Work },
): AsyncGenerator<readonly Row[]> {
  const subjects = await options.by.present(context, knownIds(state));
  markChanges(state, subjects, context.lastDay);
  const turns = planTurns(state, subjects, context);
  const asRows = rowMaker<Row, Own, Owner>(options, context, subjects);
  const failures = new Failures();
  const absent: Turn[] = [];
  const gone: Turn[] = [];
  for await (const { turn, days, error } of outcomesOf(turns, options.by, context, work)) {
    failures.note([turn.id], error);
    if (failures.tooMany) break;
    if (days) {
      if (days.length > 0) yield asRows(turn.id, days);
      state.synced_through[turn.id] = syncedThrough(state, turn);
    } else if (error === undefined) (turn.hasLeft ? gone : absent).push(turn);
  }
  await judgeAbsent(options, context, turns, absent);
  failures.throwIfAny(options.by.name, turns.length);
  settle(state, context, { gone, absent });
}

/** Only once all is read: what is refused for everybody says nothing of who has left. */
function settle(
  state: SubjectsState,
  context: ReadContext,
  { gone, absent }: { readonly gone: readonly Turn[]; readonly absent: readonly Turn[] },
): void {
  for (const turn of gone) state.synced_through[turn.id] = syncedThrough(state, turn);
  forgetSettledLeavers(state, context);
  if (absent.length === 0) settleLookback(state, context);
}

/** Reads the turns side by side, and keeps `work` up to date while their outcomes are taken. */
async function* outcomesOf(
  turns: readonly Turn[],
  by: ListSubjects<object>,
  context: ReadContext,
  work: Work,
): AsyncGenerator<Outcome> {
  work.total = turns.length;
  const read = (turn: Turn) => readTurn(by, context, turn);
  for await (const outcome of mapAsCompleted(turns, context.workers + waitingTurns, read)) {
    work.done += 1;
    yield outcome;
  }
}

interface Outcome {
  readonly turn: Turn;
  /** Undefined where Devin does not know the subject, refuses one who has left, or where reading failed. */
  readonly days?: readonly ConsumptionDay[];
  readonly error?: unknown;
}

/** Reads one subject; never rejects. The newest window decides whether Devin knows the subject at all. */
async function readTurn(
  { path: pathOf }: ListSubjects<object>,
  context: ReadContext,
  turn: Turn,
): Promise<Outcome> {
  const [newest, ...older] = windowsNewestFirst(turn.from, turn.to, maxWindowDays);
  if (newest === undefined) return { turn, days: [] };
  try {
    const path = pathOf(context.scope, turn.id);
    const read = (window: DayRange) => readConsumption(context.client, path, window);
    const recent = await read(newest);
    const earlier = await Promise.all(older.map((window) => read(window).catch(noneWhereNotFound)));
    return { turn, days: [...earlier.reverse().flat(), ...recent] };
  } catch (error) {
    const isRefused = turn.hasLeft && isOutcome(error, 'forbidden');
    return isRefused || isOutcome(error, 'not_found') ? { turn } : { turn, error };
  }
}

function noneWhereNotFound(error: unknown): ConsumptionDay[] {
  if (isOutcome(error, 'not_found')) return [];
  throw error;
}

/** Makes the rows of a subject; assigned, because V8 makes an object with fields after a spread slowly. */
function rowMaker<Row extends DailyRow, Own extends object, Owner extends object>(
  { by, row }: Options<Own, Owner>,
  context: ReadContext,
  subjects: ReadonlyMap<string, Owner>,
): (id: string, days: readonly ConsumptionDay[]) => Row[] {
  const finalThrough = addDays(context.lastDay, -context.lookbackDays.consumption);
  return (id, days) => {
    const owner = subjects.get(id) ?? by.left(id, context);
    return days.map((day) => {
      const final = { is_final: day.day <= finalThrough };
      return Object.assign({ date: day.day }, owner, row(day, context), final) as unknown as Row;
    });
  };
}
