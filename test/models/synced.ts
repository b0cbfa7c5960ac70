import type { CatalogStream } from '../../report/sync/catalog';
import type { Switches } from '../../emulator/world/switches';
import type { Warehouse } from '../../report/sync/warehouse';
import { Connection } from '../acceptance/connection';
import { discover, withEmulator, type ScopeName } from '../acceptance/harness';
import type { Row } from '../acceptance/protocol';
import type { Synced } from './truth';

/** One sync, and another three days later, with a new and a former member. */
const instants = ['2026-11-21T09:00:00Z', '2026-11-24T09:00:00Z'];

export interface Case {
  readonly scope: ScopeName;
  readonly switches?: Partial<Switches>;
  /** Those to sync; all where it is left out. */
  readonly streams?: readonly string[];
  /** First day; look-backs reach it. */
  readonly from: string;
}

export interface SyncedTables extends Synced {
  readonly tables: readonly { readonly stream: CatalogStream; readonly rows: readonly Row[] }[];
}

/** Lends what two syncs of the built connector have brought from the emulator. */
export async function withSyncedTables(
  given: Case,
  use: (synced: SyncedTables) => Promise<void>,
): Promise<void> {
  await withEmulator({ users: 12, days: 60 }, async (emulator) => {
    const { scope, switches, from } = given;
    Object.assign(emulator.switches, switches);
    const catalog = (await discover(scope)) as unknown as CatalogStream[];
    const streams = catalog.filter(({ name }) => given.streams?.includes(name) ?? true);
    const config = { start_date: from, consumption_lookback_days: 90, metrics_lookback_days: 90 };
    const connection = await Connection.create(emulator, {
      scope,
      config,
      streams: streams.map(({ name }) => name),
    });
    const userIds = new Set<string>();
    for (const now of instants) {
      emulator.setNow(now);
      const { exitCode } = await connection.sync();
      if (exitCode !== 0) throw new Error(`The sync ended with exit code ${exitCode ?? 'none'}.`);
      for (const member of emulator.truth('members', scope)) userIds.add(member.user_id as string);
    }
    const rowsOf = (name: string) => connection.destination.rows(name);
    const tables = streams.map((stream) => ({ stream, rows: rowsOf(stream.name) }));
    await use({ emulator, scope, from, userIds: [...userIds], tables });
  });
}

/** Writes the tables into a DuckDB file as the demo does. */
export async function loadIntoDuckDb(warehouse: Warehouse, { tables }: SyncedTables): Promise<void> {
  await warehouse.prepare(tables.map(({ stream }) => stream));
  for (const { stream, rows } of tables) await warehouse.load(stream, rows);
}
