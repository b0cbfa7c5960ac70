import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emulator, EmulatorOptions } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { run, start, type Running } from './executable';
import type { CatalogStream, Row } from './protocol';
import type { Run } from './run';

export type ScopeName = 'enterprise' | 'organization';
export type SyncMode = 'full_refresh' | 'incremental';

export const scopes: readonly ScopeName[] = ['enterprise', 'organization'];
export const coreStreams = ['members', 'daily_user_consumption', 'daily_pr_metrics'] as const;

/** Ten invented people; two left long ago, and no one joins or leaves around the emulator's `now`. */
export const quietWorld: EmulatorOptions = { seed: 7, users: 10, now: '2026-11-21T09:00:00Z' };

/** Lends an emulator of the quiet world, or of another, and ends it afterwards. */
export async function withEmulator(
  options: EmulatorOptions,
  use: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator({ ...quietWorld, ...options });
  try {
    await use(emulator);
  } finally {
    await emulator.close();
  }
}

export interface ReadOptions {
  readonly emulator: Emulator;
  readonly scope?: ScopeName;
  /** On top of scope, key and URL. */
  readonly config?: Row;
  readonly streams?: readonly string[];
  /** Incremental where a stream is not named. */
  readonly modes?: Readonly<Record<string, SyncMode>>;
  /** What `--state` holds; without it there is no such argument. */
  readonly state?: unknown;
  /** The connector's clock; the emulator's where it is left out. */
  readonly now?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How many files the process may have open at once. */
  readonly openFiles?: number;
  /** A file descriptor to write to, instead of the pipe that is read here. */
  readonly stdout?: number;
}

/** Starts a `read` of the core streams, or of those named. */
export async function startRead(options: ReadOptions): Promise<Running> {
  const { emulator, scope = 'enterprise', streams = coreStreams, modes = {} } = options;
  const config = configOf(emulator, scope, options.config);
  const configured = (await discover(scope)).filter(({ name }) => streams.includes(name));
  const catalog = {
    streams: configured.map((stream) => ({
      stream,
      sync_mode: modes[stream.name] ?? 'incremental',
      destination_sync_mode: 'append_dedup',
      cursor_field: stream.default_cursor_field,
      primary_key: stream.source_defined_primary_key,
    })),
  };
  const files = temporaryFiles({ config, catalog, state: options.state });
  const state = files.state === undefined ? [] : ['--state', files.state];
  return start(['read', '--config', files.config ?? '', '--catalog', files.catalog ?? '', ...state], {
    env: { SOURCE_DEVIN_NOW: options.now ?? emulator.now, ...options.env },
    secret: String(config.api_key),
    configured,
    onEnd: files.remove,
    ...(options.stdout !== undefined && { stdout: options.stdout }),
    ...(options.openFiles !== undefined && { openFiles: options.openFiles }),
  });
}

/** Runs a `read` to its end. */
export async function read(options: ReadOptions): Promise<Run> {
  return (await startRead(options)).finished;
}

/** Runs a `check` to its end; `config` is the whole of it. */
export function check(config: Row, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const files = temporaryFiles({ config });
  const secret = typeof config.api_key === 'string' ? config.api_key : undefined;
  return run(['check', '--config', files.config ?? ''], { env, secret, onEnd: files.remove });
}

/** The configuration of a connection to the emulator. */
export function configOf(emulator: Emulator, scope: ScopeName, more: Row = {}): Row {
  return { scope, api_key: emulator.keys[scope], api_url: emulator.url, ...more };
}

const catalogs = new Map<ScopeName, Promise<CatalogStream[]>>();

/** What `discover` answers in a scope, which takes no request. */
export function discover(scope: ScopeName): Promise<CatalogStream[]> {
  const known = catalogs.get(scope);
  if (known) return known;
  const files = temporaryFiles({ config: { scope, api_key: 'cog_discover_only' } });
  const catalog = run(['discover', '--config', files.config ?? ''], { onEnd: files.remove }).then(
    (ended) => ended.catalog,
  );
  catalogs.set(scope, catalog);
  return catalog;
}

/** Writes values as JSON files, read-only as Airbyte's are; `undefined` gets none. */
export function temporaryFiles<Name extends string>(
  values: Readonly<Record<Name, unknown>>,
): Partial<Record<Name, string>> & { remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-'));
  const files: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    files[name] = path.join(folder, `${name}.json`);
    writeFileSync(files[name], JSON.stringify(value), { mode: 0o444 });
  }
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { ...(files as Partial<Record<Name, string>>), remove };
}
