import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../src/connection/settings';
import { addDays, lastCompleteDay } from '../../src/sync/days';
import { Arrival } from './arrival';
import { WorkFolder } from './batches';
import { configureAll, type CatalogStream } from './catalog';
import { askConnector, reasonOf, runConnector, type ErrorTrace, type RunOptions } from './connector';
import { Warehouse } from './warehouse';

export interface SyncOptions extends RunOptions {
  /** The connector's configuration file. */
  readonly config: string;
  /** The DuckDB file to write; made where there is none. */
  readonly file: string;
  /** How many days to read, in place of the start date of the configuration. */
  readonly days?: number | undefined;
  /** The streams to read, of those that the scope has; all where it is left out. */
  readonly only?: ReadonlySet<string> | undefined;
  readonly listener: SyncListener;
}

/** Hears of a sync as it goes on. */
export interface SyncListener {
  readonly command: (command: string) => void;
  readonly tell: (text: string) => void;
  readonly streamEnd: (stream: string, status: string, records: number) => void;
}

/** What one sync came to. */
export interface SyncReport {
  /** Those that were asked for. */
  readonly streams: readonly CatalogStream[];
  /** Records by stream. */
  readonly records: ReadonlyMap<string, number>;
  /** Seconds from the start of a stream to its end, by stream; streams are read side by side. */
  readonly streamSeconds: ReadonlyMap<string, number>;
  /** Of the reading process. */
  readonly seconds: number;
  /** Streams that could not be read to their end. What was read of them is in the file. */
  readonly failures: readonly ErrorTrace[];
}

/**
 * One sync as a platform does it: check, discover, and a read that continues from the states in the file. Rows and
 * states are written together as they come, so a run that is interrupted at any point loses and doubles nothing, and
 * the next one goes on from there.
 */
export async function syncFile(options: SyncOptions): Promise<SyncReport> {
  const { config, file, only, listener } = options;
  listener.command(`check --config ${config}`);
  const { connectionStatus } = await askConnector(['check', '--config', config], options);
  if (connectionStatus?.status !== 'SUCCEEDED') throw new Error(connectionStatus?.message ?? '');
  listener.tell(connectionStatus.message);
  const { catalog } = await askConnector(['discover', '--config', config], options);
  const streams = (catalog?.streams ?? []).filter(({ name }) => only?.has(name) ?? true);
  const warehouse = await Warehouse.open(file);
  const folder = new WorkFolder(`${file}.sync`);
  try {
    await warehouse.prepare(streams);
    return await readInto(warehouse, folder, streams, options);
  } finally {
    folder.remove();
    warehouse.close();
  }
}

async function readInto(
  warehouse: Warehouse,
  folder: WorkFolder,
  streams: readonly CatalogStream[],
  options: SyncOptions,
): Promise<SyncReport> {
  const { file, listener, stop } = options;
  const states = await warehouse.states();
  const scopeIds = states.map(({ stream }) => stream.stream_state.scope_id);
  const scopeId = scopeIds.find((id) => typeof id === 'string');
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const shown = path.basename(file);
  const arrival = new Arrival(byName, warehouse, folder, {
    scopeId,
    file: shown,
    onStreamEnd: listener.streamEnd,
  });
  const write = (name: string, content: unknown): string => {
    writeFileSync(folder.file(name), JSON.stringify(content), { mode: 0o600 });
    return folder.file(name);
  };
  const config = options.days === undefined ? options.config : write('config.json', lastDays(options));
  const files = ['--config', config, '--catalog', write('catalog.json', configureAll(streams))];
  listener.command(`read --config ${options.config}`);
  const startedMs = performance.now();
  const args = ['read', ...files, '--state', write('state.json', states)];
  const ended = await runConnector(args, options, (message) => arrival.take(message));
  await arrival.replaceLists();
  const failures = ended.errors.filter(({ stream_descriptor: stream }) => stream !== undefined);
  if (stop.aborted || (ended.code !== 0 && failures.length === 0)) throw new Error(reasonOf(ended));
  const seconds = (performance.now() - startedMs) / 1000;
  const { records, streamSeconds } = arrival;
  return { streams, records, streamSeconds, seconds, failures };
}

/** The configuration with a start date that many days back. */
function lastDays({ config: file, days = 1, now }: SyncOptions): object {
  const config = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as object;
  const environment = now === undefined ? process.env : { SOURCE_DEVIN_NOW: now };
  const lastDay = lastCompleteDay(parseConfig(config, environment).now());
  return { ...config, start_date: addDays(lastDay, 1 - days) };
}
