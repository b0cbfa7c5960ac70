import { changesStream } from '../../../src/sync/shapes/changes';
import type { ListKind } from '../../../src/sync/shapes/changes-passes';
import type { ReadContext, StreamDefinition } from '../../../src/sync/define';
import type { ChangingList } from './changing-list';
import { syncOf, throughJson } from '../read-context';

export interface Item {
  item_id: string;
  updated_at: string;
}

export interface ChangesSync {
  readonly rows: readonly Item[];
  readonly state: { readonly synced_through?: string; readonly start_date: string };
  readonly error: unknown;
  readonly log: readonly string[];
}

/** A stream of changes of an invented list. */
export function streamOf(kind: ListKind): StreamDefinition<Item> {
  return changesStream<Item>({
    ...{ name: 'items', description: 'Items.', scopes: ['enterprise'], permission: {}, endpoint: '/items' },
    ...{ primaryKey: ['item_id'], cursorField: 'updated_at', probes: () => [], path: () => '/items', kind },
    query: (after, before) => ({ after, before }),
    row: (item) => item as Item,
  });
}

/** Where a consumer ends early: after that many batches, with the state of some batches before. */
export interface BreakOff {
  readonly batches: number;
  readonly statesBack: number;
}

/** One sync at the time of the list, unless the clock says otherwise. */
export async function syncChanges(
  stream: StreamDefinition<Item>,
  client: ChangingList,
  options: Partial<ReadContext> = {},
  breakOff: BreakOff = { batches: Infinity, statesBack: 0 },
): Promise<ChangesSync> {
  const now = new Date(client.nowS * 1000);
  const { context, log } = syncOf({ client, now, ...options });
  const { state, rows } = stream.open(context);
  const read: Item[] = [];
  // The state as of each batch: it is as in the beginning while the first one is taken.
  const states = [throughJson(state)];
  let error: unknown;
  try {
    for await (const batch of rows) {
      states.push(throughJson(state));
      if (states.length > breakOff.batches + 1) break;
      read.push(...batch);
    }
  } catch (thrown) {
    error = thrown;
  }
  const isWhole = states.length <= breakOff.batches + 1;
  const kept = isWhole ? throughJson(state) : states.at(-1 - breakOff.statesBack);
  return { rows: read, state: (kept ?? states[0]) as ChangesSync['state'], error, log };
}
