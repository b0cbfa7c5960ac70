import { dailyProperties, type DailyState } from './daily-state';
import { addDays, later, type Day } from '../days';
import type { ReadContext } from '../define';
import type { SchemaOf } from './schema-check';
import { dictionary, openDatedState } from './state';

/** The state of a stream with an aggregate for each subject and day. */
export interface ByState extends DailyState {
  /** The ids with a row that is not final. They are read even if they leave. */
  open: string[];
  /** The ids whose requests failed, each with the last day that is read for it. */
  behind: Record<string, Day>;
}

/** An id that failed and is no longer listed is given up this many days after its look-back. */
const formerKeptDays = 91;

/** The state to work on. Ids that are open or behind stay known if the stream starts over. */
export function openByState(context: ReadContext): ByState {
  const state = openDatedState<ByState>(context, {
    schema,
    lookback: 'metrics',
    fresh: (dated) => ({ ...dated, open: [], behind: {} }),
    startOver: ({ open, behind }, dated) => {
      return { ...dated, open: [...new Set([...open, ...Object.keys(dictionary(behind))])], behind: {} };
    },
  });
  return { ...state, behind: dictionary(state.behind) };
}

/** The first day to read for an id that is behind. */
export function behindFrom(state: ByState, id: string): Day {
  const synced = state.behind[id] ?? '';
  return later(addDays(synced, 1 - state.lookback_days), state.start_date);
}

/** Removes the ids that are no longer behind. */
export function settleBehind(state: ByState): void {
  const { behind, synced_through: synced = '' } = state;
  for (const [id, day] of Object.entries(behind)) {
    if (day >= synced) Reflect.deleteProperty(behind, id);
  }
}

/** Gives up ids that are not listed and could not be read for too long. Returns the number of given-up ids. */
export function giveUpBehind(
  state: ByState,
  current: ReadonlyMap<string, unknown>,
  context: ReadContext,
): number {
  const keptDays = state.lookback_days + formerKeptDays;
  const tooOld = Object.entries(state.behind)
    .filter(([id, day]) => !current.has(id) && addDays(day, keptDays) < context.lastCompleteDay)
    .map(([id]) => id);
  for (const id of tooOld) Reflect.deleteProperty(state.behind, id);
  return tooOld.length;
}

const schema: SchemaOf<ByState> = {
  type: 'object',
  required: ['scope_id', 'start_date', 'lookback_days', 'open'],
  properties: {
    ...dailyProperties('metrics'),
    open: { type: 'array', items: { type: 'string' } },
    behind: { type: 'object', additionalProperties: { type: 'string', format: 'date' } },
  },
};
