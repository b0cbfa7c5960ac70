import type { DevinScope } from '../../devin/scope';
import type { Counters } from '../fields/record-reader';
import { addDays, startOfDay, type DayRange } from '../days';
import type { ReadContext } from '../define';
import type { HintOptions } from '../hints/list-hints';

/** An endpoint that answers with one aggregate for a window. */
export interface AggregateOptions<Own extends object> {
  readonly path: (scope: DevinScope) => string;
  /** The fields of the row that come from the answer. */
  readonly row: (answer: unknown, context: ReadContext) => Own;
  /** About how many events the fields count, of each kind. Nothing only if every counter is zero. */
  readonly events: (own: Own) => Counters;
  readonly hints?: HintOptions<Own>;
}

/** The bounds of an aggregate request: from the start of `from` to the end of `to`. */
export function aggregateQuery({ from, to }: DayRange): { time_after: number; time_before: number } {
  return { time_after: startOfDay(from), time_before: startOfDay(addDays(to, 1)) };
}
