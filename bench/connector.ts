import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lastDay, now, type EmulatorProcess } from './emulator-process';
import { executable, packageFolder, runProcess, type ProcessOptions, type ProcessRun } from './process-run';

export interface ReadOptions extends ProcessOptions {
  readonly streams: readonly string[];
  readonly startDate: string;
  readonly workers?: number;
  /** The states of an earlier sync. */
  readonly states?: readonly object[];
  /** What time it is; the time of all benchmarks where it is left out. */
  readonly now?: string;
}

/** The whole `read` of the built connector. */
export function read(emulator: EmulatorProcess, options: ReadOptions): Promise<ProcessRun> {
  const files = {
    config: {
      scope: 'enterprise',
      start_date: options.startDate,
      num_workers: options.workers ?? 16,
      ...access(emulator),
    },
    catalog: catalogOf(options.streams),
    ...(options.states && { state: options.states }),
  };
  const env = { ...options.env, SOURCE_DEVIN_NOW: options.now ?? now };
  return withFiles(files, (args) => runProcess([executable, 'read', ...args], { ...options, env }));
}

/** The same streams by the stock CDK. */
export function readByStock(
  emulator: EmulatorProcess,
  { streams, startDate }: Pick<ReadOptions, 'streams' | 'startDate'>,
): Promise<ProcessRun> {
  const config = { start_date: startDate, end_date: lastDay, ...access(emulator) };
  const catalog = {
    streams: catalogOf(streams).streams.map((each) => ({ ...each, sync_mode: 'full_refresh' })),
  };
  return withFiles({ config, catalog }, (args) => runProcess([baseline('stock'), 'read', ...args]));
}

/** The same records by a bare loop. */
export function readByBareLoop(emulator: EmulatorProcess, startDate: string): Promise<ProcessRun> {
  const config = { start_date: startDate, end_date: lastDay, ...access(emulator) };
  return withFiles({ config }, ([, file = '']) => runProcess([baseline('bare-loop'), file]));
}

/** `check` against the emulator. */
export function check(emulator: EmulatorProcess, options: ProcessOptions): Promise<ProcessRun> {
  const config = { scope: 'enterprise', ...access(emulator) };
  const env = { SOURCE_DEVIN_NOW: now };
  return withFiles({ config }, (args) => runProcess([executable, 'check', ...args], { ...options, env }));
}

export function discover(options: ProcessOptions): Promise<ProcessRun> {
  const config = { scope: 'enterprise', api_key: 'cog_discover_only' };
  return withFiles({ config }, (args) => runProcess([executable, 'discover', ...args], options));
}

/** The program of a baseline. */
export function baseline(name: 'stock' | 'bare-loop'): string {
  return path.join(packageFolder, 'dist', 'baseline', `${name}.js`);
}

function access({ url, key }: EmulatorProcess): { api_url: string; api_key: string } {
  return { api_url: url, api_key: key };
}

function catalogOf(names: readonly string[]) {
  const streams = names.map((name) => {
    const file = path.join(packageFolder, 'resources', 'schemas', `${name}.json`);
    const json_schema = JSON.parse(readFileSync(file, 'utf8')) as object;
    return {
      stream: { name, json_schema, supported_sync_modes: ['full_refresh', 'incremental'] },
      sync_mode: 'incremental',
      destination_sync_mode: 'append_dedup',
    };
  });
  return { streams };
}

async function withFiles<Result>(
  values: Readonly<Record<string, unknown>>,
  use: (args: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-bench-'));
  const args = Object.entries(values).flatMap(([name, value]) => {
    const file = path.join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(value));
    return [`--${name}`, file];
  });
  try {
    return await use(args);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
