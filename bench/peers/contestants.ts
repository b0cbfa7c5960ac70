import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EmulatorProcess } from '../emulator-process';
import { executable } from '../process-run';
import { peersFolder, withVersion } from './environment';
import { measuredRun, type Outcome } from './measured-run';
import { lastStates, primaryKeys, rowsInMessages, rowsInTables, type Rows } from './rows';

/** What one connection reads; all its files are in the folder. */
export interface Connection {
  readonly python: string;
  readonly folder: string;
  readonly emulator: EmulatorProcess;
  readonly streams: readonly string[];
  readonly startDate: string;
}

export interface Moment {
  readonly now: string;
  readonly lastDay: string;
}

/** A tool that reads the three core streams into files of JSON lines. */
export interface Contestant {
  readonly name: string;
  /** One sync, from where the sync before has left off. */
  readonly sync: (connection: Connection, moment: Moment) => Promise<Outcome>;
  /** What all syncs so far have written. */
  readonly rows: (connection: Connection) => Rows;
}

const workers = 16;
export const ours: Contestant = {
  name: 'source-devin',
  sync: (connection, { now }) =>
    syncByMessages(connection, [process.execPath, executable], { SOURCE_DEVIN_NOW: now }, {}),
  rows: ({ folder, streams }) => rowsInMessages(folder, streams),
};

const airbyteCdk: Contestant = {
  name: withVersion('airbyte-cdk'),
  sync: (connection, { lastDay }) => {
    const program = path.join(path.dirname(connection.python), 'source-declarative-manifest');
    const manifest = ['--manifest-path', path.join(peersFolder, 'manifest.yaml')];
    return syncByMessages(connection, [program], {}, { end_date: lastDay }, manifest);
  },
  rows: ({ folder, streams }) => rowsInMessages(folder, streams),
};

const dlt: Contestant = {
  name: withVersion('dlt'),
  sync: (connection, { lastDay }) => {
    const { python, folder, streams } = connection;
    const config = { ...configOf(connection), end_date: lastDay, streams };
    const command = [python, path.join(peersFolder, 'dlt_pipeline.py'), jsonFile(folder, 'config', config)];
    return measuredRun(python, [...command, folder], outputs(folder), { HOME: folder });
  },
  rows: ({ folder, streams }) => rowsInTables(folder, streams),
};

export const peers: readonly Contestant[] = [airbyteCdk, dlt];

/** A sync by Airbyte's protocol; its state is that of all messages before. */
function syncByMessages(
  connection: Connection,
  program: readonly string[],
  env: Readonly<Record<string, string>>,
  settings: object,
  more: readonly string[] = [],
): Promise<Outcome> {
  const { python, folder, streams } = connection;
  const config = jsonFile(folder, 'config', { ...configOf(connection), ...settings });
  const catalog = jsonFile(folder, 'catalog', { streams: streams.map(configuredStream) });
  const state = jsonFile(folder, 'state', lastStates(folder));
  const args = ['read', '--config', config, '--catalog', catalog, '--state', state, ...more];
  return measuredRun(python, [...program, ...args], outputs(folder), env);
}

function configOf({ emulator, startDate }: Connection): object {
  const access = { api_url: emulator.url, api_key: emulator.key };
  return { ...access, scope: 'enterprise', start_date: startDate, num_workers: workers };
}

function configuredStream(name: string): object {
  const cursor = name === 'members' ? [] : ['date'];
  const json_schema = { type: 'object', properties: {} };
  return {
    stream: { name, json_schema, supported_sync_modes: ['full_refresh', 'incremental'] },
    sync_mode: cursor.length > 0 ? 'incremental' : 'full_refresh',
    destination_sync_mode: 'append_dedup',
    cursor_field: cursor,
    primary_key: primaryKeys[name]?.map((field) => [field]),
  };
}

function jsonFile(folder: string, name: string, value: object): string {
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

/** New files for each sync. */
function outputs(folder: string): { stdout: string; stderr: string } {
  const name = path.join(folder, 'messages', `${Date.now()}`);
  mkdirSync(path.dirname(name), { recursive: true });
  return { stdout: `${name}.jsonl`, stderr: `${name}.stderr` };
}
