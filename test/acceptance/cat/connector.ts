import type { Emulator, EmulatorOptions } from '../../../emulator/emulator';
import { startEmulator } from '../../../emulator/server';
import { run } from '../executable';
import { temporaryFiles, withEmulator, type SyncMode } from '../harness';
import type { CatalogStream, Row } from '../protocol';
import type { Run } from '../run';
import { settings, textOf } from './settings';

/** Where the emulator is by the files of test_files. */
const emulatorHost = '127.0.0.1:8765';

/** A stream as a configured catalog has it. */
export interface Configured {
  readonly stream: CatalogStream;
  readonly sync_mode: string;
  readonly destination_sync_mode: string;
  readonly cursor_field?: readonly string[];
  readonly primary_key?: readonly string[][];
}

type Environment = Readonly<Record<string, string>>;

/** Options of a command in addition to its configuration. */
interface Input {
  readonly catalog?: readonly Configured[];
  readonly state?: unknown;
}

/** Those with roles of every kind, with a group, with an odd id, gone for weeks, and gone tomorrow. */
const keptPeople = [0, 2, 5, 8, 11];

/** A world at the instant of acceptance-test-config.yml. */
const world: EmulatorOptions = {
  seed: 1,
  now: settings.custom_environment_variables.SOURCE_DEVIN_NOW,
  users: 12,
  customize: (people) => {
    const kept = people.filter((_, index) => keptPeople.includes(index));
    for (const person of kept) Object.assign(person, { intensity: 1, quiet: null });
    people.splice(0, people.length, ...kept);
  },
};

/** Everyone uses Devin on one day in ten, including service users. */
function withLittleUse(emulator: Emulator): Emulator {
  const { people, serviceUsers } = emulator.world;
  for (const each of [...people, ...serviceUsers]) each.chanceOfUse = 0.1;
  emulator.setNow(emulator.now);
  return emulator;
}

/** Starts an emulator of that world on a free port, with little going on. */
export async function startCatEmulator(): Promise<Emulator> {
  return withLittleUse(await startEmulator(world));
}

/** Lends such an emulator, and ends it afterwards. */
export function withCatEmulator(use: (emulator: Emulator) => Promise<void>): Promise<void> {
  return withEmulator(world, (emulator) => use(withLittleUse(emulator)));
}

/** The built executable with one of the configurations of test_files, in front of an emulator. */
export class Connector {
  readonly config: Row;

  constructor(
    private readonly emulator: Emulator,
    configPath: string,
  ) {
    this.config = this.file(configPath) as Row;
  }

  /** A JSON file of the repository, in which the emulator is where it really is. */
  file(file: string): unknown {
    return JSON.parse(textOf(file).replaceAll(emulatorHost, `127.0.0.1:${this.emulator.port}`));
  }

  check(): Promise<Run> {
    return this.run('check', {});
  }

  async discover(): Promise<CatalogStream[]> {
    return (await this.run('discover', {})).catalog;
  }

  read(
    catalog: readonly Configured[],
    options: Omit<Input, 'catalog'> & { env?: Environment } = {},
  ): Promise<Run> {
    return this.run('read', { catalog, state: options.state }, options.env);
  }

  /** The streams of a catalog file as they are discovered, or all that are discovered. */
  async configuredCatalog(file?: string): Promise<Configured[]> {
    const streams = await this.discover();
    if (file === undefined) return streams.map(configured);
    const catalog = this.file(file) as { streams: Configured[] };
    return catalog.streams.map((each) => {
      const stream = streams.find(({ name }) => name === each.stream.name);
      return stream ? { ...each, stream } : each;
    });
  }

  private run(command: string, { catalog, state }: Input, env = {}): Promise<Run> {
    const files = temporaryFiles({ config: this.config, catalog: catalog && { streams: catalog }, state });
    const { remove, ...paths } = files;
    const args = Object.entries(paths).flatMap(([name, file]) => [`--${name}`, file]);
    return run([command, ...args], {
      env: { SOURCE_DEVIN_NOW: this.emulator.now, ...env },
      secret: String(this.config.api_key),
      onEnd: remove,
      ...(catalog && { configured: catalog.map(({ stream }) => stream) }),
    });
  }
}

function configured(stream: CatalogStream): Configured {
  const [mode = 'full_refresh'] = stream.supported_sync_modes as SyncMode[];
  return {
    stream,
    sync_mode: mode,
    destination_sync_mode: 'append',
    ...(stream.default_cursor_field && { cursor_field: stream.default_cursor_field }),
    primary_key: stream.source_defined_primary_key,
  };
}

/** The streams of a catalog that can be read in a mode, in that mode. */
export function inMode(catalog: readonly Configured[], mode: SyncMode): Configured[] {
  return catalog
    .filter(({ stream }) => stream.supported_sync_modes.includes(mode))
    .map((each) => ({ ...each, sync_mode: mode }));
}

/** The primary key of a record, as text. */
export function keyOf(row: Row, { source_defined_primary_key: key }: CatalogStream): string {
  return JSON.stringify(key.map((fieldPath) => row[fieldPath[0] ?? '']));
}
