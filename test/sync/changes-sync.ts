import { changesStream } from '../../src/sync/changes';
import type { ListKind } from '../../src/sync/changes-passes';
import type { ReadContext, StreamDefinition } from '../../src/sync/define';
import type { ChangingList } from './changing-list';
import { syncOf, throughJson } from './read-context';

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

/** One sync at the time of the list, unless the clock says otherwise; its consumer may end after so many batches. */
export async function syncChanges(
  stream: StreamDefinition<Item>,
  client: ChangingList,
  options: Partial<ReadContext> = {},
  batches = Infinity,
): Promise<ChangesSync> {
  const now = new Date(client.nowS * 1000);
  const { context, log } = syncOf({ client, now, ...options });
  const { state, rows } = stream.open(context);
  const read: Item[] = [];
  let error: unknown;
  let count = 0;
  try {
    for await (const batch of rows) {
      if (count === batches) break;
      read.push(...batch);
      count += 1;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { rows: read, state: throughJson(state) as ChangesSync['state'], error, log };
}
