import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CatalogStream } from '../../report/sync/catalog';
import { Warehouse } from '../../report/sync/warehouse';
import type { Emulator } from '../../emulator/emulator';
import { usedStreams } from '../../report/assets';
import { isStream, primaryKeyOf } from '../../report/streams';

export type Row = Readonly<Record<string, unknown>>;

/** The first day that is synced, and the last complete one at the emulator's instant. */
export const days = { from: '2026-08-10', to: '2026-11-20' };

export const everyStream = [...usedStreams()].filter(isStream);

/** The expected rows of streams, by the emulator's truth, without former members. */
export function truthOf(emulator: Emulator, stream: string): Row[] {
  return emulator.truth(stream, 'enterprise', days);
}

/** Writes a file as the demo does, with the true rows of these streams, or with those given. */
export async function writeFile(
  file: string,
  emulator: Emulator,
  streams: readonly string[] = everyStream,
  rows: Readonly<Record<string, readonly Row[] | undefined>> = {},
): Promise<void> {
  rmSync(file, { force: true });
  const warehouse = await Warehouse.open(file);
  try {
    await warehouse.prepare(streams.map(catalogStream));
    for (const name of streams) {
      const stream = catalogStream(name);
      await warehouse.load(stream, rows[name] ?? truthOf(emulator, name));
    }
  } finally {
    warehouse.close();
  }
}

/** Runs statements in a file. */
export async function change(file: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function catalogStream(name: string): CatalogStream {
  const schema = path.join(__dirname, '..', '..', 'resources', 'schemas', `${name}.json`);
  return {
    name,
    json_schema: JSON.parse(readFileSync(schema, 'utf8')) as CatalogStream['json_schema'],
    supported_sync_modes: ['full_refresh', 'incremental'],
    source_defined_primary_key: primaryKeyOf(name).map((column) => [column]),
  };
}
