import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { Warehouse } from '../../report/sync/warehouse';
import { loadIntoDuckDb, type SyncedTables } from './synced';

/** Writes a DuckDB file with a table for each stream, and closes it, because dbt opens it as the only one. */
export async function writeDuckDb(file: string, synced: SyncedTables): Promise<void> {
  const warehouse = await Warehouse.open(file);
  try {
    await loadIntoDuckDb(warehouse, synced);
  } finally {
    warehouse.close();
  }
}

/** The rows of the answer to a query, as text, null as –; names are looked for in `main` and in `analytics`. */
export async function queryDuckDb(file: string, sql: string): Promise<string[][]> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    await connection.run(`SET search_path = 'main,analytics'`);
    const rows = (await connection.runAndReadAll(sql)).getRowsJson();
    return rows.map((row) => row.map(asText));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function asText(value: Json): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
