import { addDays, type Day } from '../days';
import type { ReadContext } from '../define';
import type { Schema, SchemaOf } from './schema-check';
import { datedProperties, dictionary, incomingState, startDateInForce } from './state';

/** A session that is asked again: the first day to read, the day of its last change, and its organization. */
export type OpenSession = [from: Day, changedOn: Day, orgId: string | null];

/** The state of a stream that reads something for each session that changed. */
export interface SessionsState {
  scope_id: string;
  start_date: Day;
  /** Only if the days of a session are read again. The largest look-back for which a session is still open. */
  lookback_days?: number;
  /** The list of sessions is read through this time. Absent until it was read once. */
  synced_through?: string;
  /** The sessions whose days still change, and those that could not be read. */
  open: Record<string, OpenSession>;
}

/** A session that cannot be read is given up this many days after its look-back. */
const unreadKeptDays = 91;

/** The state to work on, and whether the look-back is longer than in earlier syncs. */
export interface OpenedState {
  readonly state: SessionsState;
  readonly isLonger: boolean;
}

/** The state to work on. It is a copy. A stream that starts over reads the whole list again, so no session is open. */
export function openSessionsState(context: ReadContext, hasLookback: boolean): OpenedState {
  const old = incomingState<SessionsState>(context, schema);
  const { start, startsOver } = startDateInForce(context, old);
  const known = startsOver ? undefined : old;
  const lookback = context.lookbackDays.consumption;
  const state: SessionsState = {
    scope_id: context.scope.id,
    start_date: start,
    ...(hasLookback && { lookback_days: Math.max(lookback, known?.lookback_days ?? 0) }),
    ...(known?.synced_through !== undefined && { synced_through: known.synced_through }),
    open: dictionary(known?.open),
  };
  return { state, isLonger: hasLookback && lookback > (known?.lookback_days ?? lookback) };
}

/** Gives up sessions that could not be read for too long since their last change. Returns their number. */
export function giveUpSessions(state: SessionsState, { lastCompleteDay }: ReadContext): number {
  const keptDays = (state.lookback_days ?? 0) + unreadKeptDays;
  const tooOld = Object.keys(state.open).filter((id) => {
    const [, changedOn] = state.open[id] as OpenSession;
    return addDays(changedOn, keptDays) < lastCompleteDay;
  });
  for (const id of tooOld) Reflect.deleteProperty(state.open, id);
  return tooOld.length;
}

const day: Schema = { type: 'string', format: 'date' };

const schema: SchemaOf<SessionsState> = {
  type: 'object',
  required: ['scope_id', 'start_date', 'open'],
  properties: {
    ...datedProperties('consumption'),
    synced_through: { type: 'string', format: 'date-time' },
    open: {
      type: 'object',
      additionalProperties: {
        type: 'array',
        items: [day, day, { type: 'string', nullable: true }],
        minItems: 3,
        maxItems: 3,
      },
    },
  },
};
