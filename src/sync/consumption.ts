import { array, integer, number, numbers, object } from '../devin/answer';
import type { DevinClient } from '../devin/client';
import { malformedAnswer } from '../devin/errors';
import type { DevinScope } from '../devin/scope';
import { addDays, dayOfTimestamp, startOfDay, type Day, type DayRange } from './days';
import type { ReadContext } from './define';
import type { Subjects } from './subjects';
import { timestamp } from './timestamp';

/** One day of a consumption answer. */
export interface ConsumptionDay {
  readonly day: Day;
  /** Devin's own stamp of the day, RFC 3339. */
  readonly startAt: string;
  readonly acus: number;
  readonly acusByProduct: Readonly<Record<string, number | null>>;
}

/** A daily list of consumption. */
export interface ListOptions<Own extends object> {
  /** The path with the list of the whole. */
  readonly path: (scope: DevinScope) => string;
  /** The row's own fields. */
  readonly row: (day: ConsumptionDay, context: ReadContext) => Own;
}

/** Subjects with a daily list each. */
export interface ListSubjects<Owner extends object> extends Subjects<Owner> {
  /** The path with the list of one subject. */
  readonly path: (scope: DevinScope, id: string) => string;
}

/**
 * The days of a window that Devin returns, in order, zeros included. The request begins one day earlier and what
 * lies outside the window is dropped, so that no day is lost whichever bound is inclusive and wherever Devin stamps a day
 * (https://docs.devin.ai/api-reference/v3/consumption/consumption-daily).
 */
export async function readConsumption(
  client: DevinClient,
  path: string,
  window: DayRange,
): Promise<ConsumptionDay[]> {
  const answer = object(await client.get(path, consumptionQuery(window)), path);
  const days = new Map<Day, ConsumptionDay>();
  for (const item of array(answer.consumption_by_date, 'consumption_by_date')) {
    const entry = consumptionDay(item);
    if (entry.day < window.from || entry.day > window.to) continue;
    if (days.has(entry.day)) throw malformedAnswer(`two rows for ${entry.day} in "consumption_by_date"`);
    days.set(entry.day, entry);
  }
  return [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1));
}

/** The bounds of a consumption request for a window: from one day before it to its end. */
export function consumptionQuery(window: DayRange): { time_after: number; time_before: number } {
  return {
    time_after: startOfDay(addDays(window.from, -1)),
    time_before: startOfDay(addDays(window.to, 1)),
  };
}

function consumptionDay(item: unknown): ConsumptionDay {
  const row = object(item, 'consumption_by_date');
  const startAt = timestamp(integer(row, 'date'));
  return {
    day: dayOfTimestamp(startAt),
    startAt,
    acus: number(row, 'acus'),
    acusByProduct: row.acus_by_product == null ? {} : numbers(row.acus_by_product, 'acus_by_product'),
  };
}
