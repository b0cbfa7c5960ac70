import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import type { Emulator } from '../../emulator/emulator';

const program = path.join(__dirname, '..', '..', 'dist', 'report.js');

export interface OwnRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Writes a configuration for the emulator, and names its file. */
export function writeConfig(folder: string, emulator: Emulator, more: object = {}): string {
  const file = path.join(folder, 'config.json');
  const config = {
    scope: 'enterprise',
    api_key: emulator.keys.enterprise,
    api_url: emulator.url,
    start_date: '2026-10-20',
    ...more,
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** Starts the report in a process group of its own, at the emulator's time. */
export function startOwn(
  folder: string,
  emulator: Emulator,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SOURCE_DEVIN_NOW: emulator.now, ...env },
  });
}

/** Runs the report to its end. */
export async function endOwn(child: ChildProcess): Promise<OwnRun> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

/** Every row of these tables, in the order of their values. */
export async function allRows(file: string, streams: Iterable<string>): Promise<Record<string, Json[]>> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const tables: Record<string, Json[]> = {};
    for (const stream of streams)
      tables[stream] = (
        await connection.runAndReadAll(`SELECT * FROM "${stream}" ORDER BY ALL`)
      ).getRowObjectsJson();
    return tables;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
