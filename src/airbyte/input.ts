import { readFileSync } from 'node:fs';
import VError from 'verror';

/** A stream of the configured catalog. */
export interface ConfiguredStream {
  readonly name: string;
  readonly isIncremental: boolean;
}

/** Longer texts are not paths. */
const longestPath = 500;

/**
 * Reads a file as JSON, with any file name. Throws a config_error that names the file and the fix. If the path looks
 * like the content of a file, it is not quoted, because it may have a key.
 */
export function readJsonFile(path: string, what: string): unknown {
  const isPath = path.length <= longestPath && !/[{}\p{Cc}]/u.test(path);
  return readJson(
    path,
    isPath ? `The ${what} file ${path}` : `The ${what} file (pass its path, not its content)`,
  );
}

function readJson(file: string, named: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw inputError(`${named} cannot be read (${errorCode(error)}): check its path and permissions.`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw inputError(`${named} is not valid JSON: fix it or create it again.`);
  }
}

/**
 * The streams of a configured catalog. Throws if it is not a catalog, if it is empty, or if it names a stream twice.
 */
export function configuredStreams(catalog: unknown): ConfiguredStream[] {
  const entries =
    isObject(catalog) && Array.isArray(catalog.streams) ? (catalog.streams as unknown[]) : undefined;
  if (entries === undefined) {
    throw inputError(
      'The catalog is not a configured catalog: it must be an object with the list "streams".',
    );
  }
  if (entries.length === 0) throw inputError('The catalog has no streams: select at least one.');
  const streams = entries.map(configuredStream);
  const names = streams.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw inputError(`The catalog names the stream ${twice} twice: remove one entry.`);
  return streams;
}

/**
 * The stream states of an input state, by stream name. The input is a list of STREAM states (alone or in STATE
 * messages), a single one of them, or nothing (`[]`, `{}`, null, absent). The last state of a stream counts.
 */
export function streamStates(input: unknown): Map<string, unknown> {
  const states = new Map<string, unknown>();
  if (input === undefined || input === null) return states;
  if (isObject(input) && Object.keys(input).length === 0) return states;
  for (const entry of Array.isArray(input) ? (input as unknown[]) : [input]) {
    const { name, state } = streamState(entry);
    states.set(name, state);
  }
  return states;
}

function configuredStream(entry: unknown, index: number): ConfiguredStream {
  const stream = isObject(entry) && isObject(entry.stream) ? entry.stream : undefined;
  if (!isObject(entry) || typeof stream?.name !== 'string' || stream.name === '') {
    throw inputError(
      `Entry ${index + 1} of the catalog has no stream with a name: configure the catalog again.`,
    );
  }
  return { name: stream.name, isIncremental: entry.sync_mode === 'incremental' };
}

function streamState(entry: unknown): { name: string; state: unknown } {
  const bare = isObject(entry) && isObject(entry.state) ? entry.state : entry;
  const stream = isObject(bare) && isObject(bare.stream) ? bare.stream : undefined;
  const name = isObject(stream?.stream_descriptor) ? stream.stream_descriptor.name : undefined;
  if (stream === undefined || typeof name !== 'string') {
    throw inputError(
      'The state is not a list of states of type STREAM (GLOBAL and LEGACY states are not supported): ' +
        'pass states of this connector, or no state to read everything again.',
    );
  }
  return { name, state: stream.stream_state };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function errorCode(error: unknown): string {
  return isObject(error) && typeof error.code === 'string' ? error.code : String(error);
}

function inputError(message: string): VError {
  return new VError({ name: 'InputError', info: { failureType: 'config_error' } }, '%s', message);
}
