import type { JSONSchemaType } from 'ajv';
import { dailyProperties, type DailyState } from './daily';
import type { ReadContext } from './define';
import { openDatedState } from './state';

/** The state of a stream with an aggregate for each subject and day. */
export interface ByState extends DailyState {
  /** The ids with a row that is not final, or that could not be read: they are asked even if they leave. */
  open: string[];
}

/** The state to work on; whoever is open stays so where the stream starts over. */
export function openByState(context: ReadContext): ByState {
  return openDatedState<ByState>(context, {
    schema,
    lookback: 'metrics',
    fresh: (dated) => ({ ...dated, open: [] }),
    startOver: ({ open }, dated) => ({ ...dated, open }),
  });
}

const schema: JSONSchemaType<ByState> = {
  type: 'object',
  required: ['scope_id', 'start_date', 'lookback_days', 'open'],
  properties: { ...dailyProperties, open: { type: 'array', items: { type: 'string' } } },
};
