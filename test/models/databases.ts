import path from 'node:path';
import { queryDuckDb, writeDuckDb } from './duckdb';
import type { Postgres } from './postgres';
import type { SyncedTables } from './synced';

/** A database with the connector's tables, where dbt is to build the models in a schema of their own. */
export interface Loaded {
  /** The connection, as in a `profiles.yml`. */
  readonly output: object;
  /** The schema with the connector's tables. */
  readonly schema: string;
  /** The rows of an answer as text, null as –. */
  readonly query: (sql: string) => Promise<string[][]>;
}

/** A new DuckDB file in the folder. */
export async function loadedDuckDb(folder: string, synced: SyncedTables): Promise<Loaded> {
  const file = path.join(folder, 'devin.duckdb');
  await writeDuckDb(file, synced);
  return {
    output: {
      type: 'duckdb',
      path: file,
      schema: 'analytics',
      threads: 1,
      settings: { TimeZone: 'America/St_Johns' },
    },
    schema: 'main',
    query: (sql) => queryDuckDb(file, sql),
  };
}

/** A new database of that name on the server. */
export function loadedPostgres(server: Postgres, database: string, synced: SyncedTables): Loaded {
  server.load(database, synced);
  const connection = { host: '127.0.0.1', port: server.port, user: 'postgres', password: 'none' };
  return {
    output: { type: 'postgres', ...connection, dbname: database, schema: 'analytics', threads: 1 },
    schema: 'airbyte',
    query: (sql) => Promise.resolve(server.query(database, sql)),
  };
}
