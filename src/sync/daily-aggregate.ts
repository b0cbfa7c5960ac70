import type { JSONSchemaType } from 'ajv';
import type { DevinScope } from '../devin/scope';
import { addDays, eachDay, later, startOfDay, type Day } from './days';
import type { Declaration, ReadContext, Reading, StreamDefinition } from './define';
import { mapOrdered } from './map-concurrent';
import { datedProperties, openDatedState, type DatedState } from './state';

/** A row as the engine needs it. */
export interface DailyAggregateRow {
  date: string;
  org_id: string | null;
  is_final: boolean;
}

export interface DailyAggregateOptions<Row extends DailyAggregateRow> {
  /** The path that answers with one aggregate for a window. */
  readonly path: (scope: DevinScope) => string;
  /** The row's own fields. */
  readonly row: (answer: unknown) => Omit<Row, keyof DailyAggregateRow>;
}

interface DailyState extends DatedState {
  synced_through?: Day;
}

/** A stream with one row for every day, in day order, each the endpoint's answer for that very day. */
export function dailyAggregateStream<Row extends DailyAggregateRow>(
  declaration: Declaration<Row> & DailyAggregateOptions<Row>,
): StreamDefinition<Row> {
  return {
    ...declaration,
    cursorField: 'date',
    lookback: 'metrics',
    open: (context) => open(declaration, context),
  };
}

/** The bounds of an aggregate request: from the start of `from` to the end of `to`. */
export function aggregateQuery(from: Day, to: Day): { time_after: number; time_before: number } {
  return { time_after: startOfDay(from), time_before: startOfDay(addDays(to, 1)) };
}

function open<Row extends DailyAggregateRow>(
  options: DailyAggregateOptions<Row>,
  context: ReadContext,
): Reading<Row> {
  const state = openDatedState<DailyState>(context, {
    schema,
    lookback: 'metrics',
    fresh: (dated) => ({ ...dated }),
    startOver: (_, { scope_id, start_date, lookback_days }) => ({ scope_id, start_date, lookback_days }),
  });
  return { state, rows: rows(options, context, state) };
}

async function* rows<Row extends DailyAggregateRow>(
  options: DailyAggregateOptions<Row>,
  context: ReadContext,
  state: DailyState,
): AsyncGenerator<readonly Row[]> {
  const path = options.path(context.scope);
  const readDay = async (day: Day) => ({
    day,
    own: options.row(await context.client.get(path, aggregateQuery(day, day))),
  });
  const finalThrough = addDays(context.lastDay, -context.lookbackDays.metrics);
  const shared = { org_id: context.scope.orgId };
  for await (const { day, own } of mapOrdered(daysToRead(context, state), context.workers * 2, readDay)) {
    yield [{ date: day, ...shared, ...own, is_final: day <= finalThrough } as Row];
    state.synced_through = later(state.synced_through ?? day, day);
  }
  state.lookback_days = context.lookbackDays.metrics;
}

function daysToRead(context: ReadContext, state: DailyState): Day[] {
  const synced = state.synced_through;
  if (synced === undefined) return eachDay(state.start_date, context.lastDay);
  if (synced > context.lastDay) {
    context.log(
      'WARN',
      `The state is synced through ${synced}, after the last complete day, ${context.lastDay}: nothing is read.`,
    );
    return [];
  }
  return eachDay(later(addDays(synced, 1 - state.lookback_days), state.start_date), context.lastDay);
}

const schema: JSONSchemaType<DailyState> = {
  type: 'object',
  required: ['scope_id', 'start_date', 'lookback_days'],
  properties: { ...datedProperties, synced_through: { type: 'string', format: 'date', nullable: true } },
};
