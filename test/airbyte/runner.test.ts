import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  AirbyteCatalogMessage,
  AirbyteConnectionStatus,
  AirbyteConnectionStatusMessage,
  AirbyteSpec,
  type AirbyteConfig,
  type AirbyteConfiguredCatalog,
  type AirbyteMessage,
} from '@faros-ai/airbyte-cdk/lib/protocol';
import { AirbyteSource } from '@faros-ai/airbyte-cdk/lib/sources/source';
import VError from 'verror';
import { OutputLogger } from '../../src/airbyte/logger';
import { ErrorTrace, RecordBatch, StreamState } from '../../src/airbyte/messages';
import { SourceRunner } from '../../src/airbyte/runner';
import { outputTo, Pipe, type Line } from './written';

const key = 'cog_not-a-real-key';
const folder = mkdtempSync(path.join(os.tmpdir(), 'runner-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Every runner of the CDK listens for crashes of the process.
const crashes = ['unhandledRejection', 'uncaughtException'] as const;
const listeners = crashes.map((event) => process.listeners(event as never));
afterEach(() => {
  for (const [index, event] of crashes.entries()) {
    process.removeAllListeners(event);
    for (const listener of listeners[index] ?? []) process.on(event, listener as () => void);
  }
});

function file(name: string, content: unknown): string {
  const full = path.join(folder, name);
  writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
  return full;
}

const config = file('config.txt', { api_key: `  ${key}\n` });
const catalog = file('catalog.json', { streams: [{ stream: { name: 'members' } }] });
const state = file('state.json', [{ type: 'STREAM' }]);

/** A source that says what it was given. */
class EchoSource extends AirbyteSource<AirbyteConfig> {
  given: unknown[] = [];
  error: Error | undefined;

  spec(): Promise<AirbyteSpec> {
    return Promise.resolve(new AirbyteSpec({ connectionSpecification: {} }));
  }

  check(given: AirbyteConfig): Promise<AirbyteConnectionStatusMessage> {
    this.given = [given];
    if (this.error) return Promise.reject(this.error);
    const status = AirbyteConnectionStatus.FAILED;
    return Promise.resolve(new AirbyteConnectionStatusMessage({ status, message: `${key} is wrong` }));
  }

  discover(): Promise<AirbyteCatalogMessage> {
    return Promise.resolve(new AirbyteCatalogMessage({ streams: [] }));
  }

  async *read(
    given: AirbyteConfig,
    _redacted: AirbyteConfig,
    configured: AirbyteConfiguredCatalog,
    input: unknown,
  ): AsyncGenerator<AirbyteMessage> {
    this.given = [given, configured, input];
    await Promise.resolve();
    yield new RecordBatch('members', [{ user_id: 'ada' }]);
    if (this.error)
      yield new ErrorTrace(
        { message: this.error.message, failureType: 'config_error' },
        new Date(),
        'members',
      );
    yield new StreamState('members', {});
  }
}

async function run(
  source: EchoSource,
  ...args: string[]
): Promise<{ exitCode: number; lines: Line[]; text: string }> {
  const pipe = new Pipe();
  const output = outputTo(pipe);
  const options = { name: 'source-devin', version: '0.0.0', secrets: ['api_key'] };
  const runner = new SourceRunner(output, new OutputLogger(output), source, options);
  const exitCode = await runner.run(['node', 'source-devin', ...args]);
  return { exitCode, lines: pipe.lines, text: pipe.text };
}

test.each([
  ['spec', ['spec'], 'SPEC'],
  ['check', ['check', '--config', config], 'CONNECTION_STATUS'],
  ['discover', ['discover', '--config', config], 'CATALOG'],
])('%s answers with one message and exit code 0', async (_name, args, type) => {
  const { exitCode, lines } = await run(new EchoSource(), ...args);
  expect([exitCode, lines.map((line) => line.type)]).toEqual([0, [type]]);
});

test('read passes on the contents of the files and writes the results', async () => {
  const source = new EchoSource();
  const { exitCode, lines } = await run(
    source,
    'read',
    '--config',
    config,
    '--catalog',
    catalog,
    '--state',
    state,
  );
  expect([exitCode, lines.map((line) => line.type)]).toEqual([0, ['RECORD', 'STATE']]);
  expect(source.given).toEqual([
    { api_key: `  ${key}\n` },
    { streams: [{ stream: { name: 'members' } }] },
    [{ type: 'STREAM' }],
  ]);
});

test('read without a state passes on no state', async () => {
  const source = new EchoSource();
  await run(source, 'read', '--config', config, '--catalog', catalog);
  expect(source.given[2]).toBeUndefined();
});

test('read writes everything and then exits with 1 when a stream failed', async () => {
  const source = new EchoSource();
  source.error = new Error('members cannot be read');
  const { exitCode, lines } = await run(source, 'read', '--config', config, '--catalog', catalog);
  expect([exitCode, lines.map((line) => line.type)]).toEqual([1, ['RECORD', 'TRACE', 'STATE']]);
});

test('the key of the configuration appears in no output', async () => {
  const { text } = await run(new EchoSource(), 'check', '--config', config);
  expect(text).not.toContain(key);
  expect(text).toContain('**** is wrong');
});

test('an uncaught error ends the command with a trace and exit code 1', async () => {
  const source = new EchoSource();
  source.error = new VError(
    { info: { code: 'invalid_configuration', failureType: 'config_error' } },
    'scope is missing',
  );
  const { exitCode, lines } = await run(source, 'check', '--config', config);
  expect(exitCode).toBe(1);
  expect(lines.map(({ trace }) => trace?.error)).toEqual([
    { message: 'invalid_configuration: scope is missing', failure_type: 'config_error' },
  ]);
});

test.each<[string, string[], RegExp]>([
  ['no command', [], /not understood: no command was given. Try --help/],
  ['an unknown command', ['write'], /not understood: unknown command 'write'. Try --help/],
  [
    'a configuration for a command',
    ['{"api_key": "secret"}'],
    /not understood: an argument is the content of a file, not its path. Try --help/,
  ],
  ['an unknown option', ['spec', '--nonsense'], /not understood: unknown option '--nonsense'/],
  [
    'a required option left out',
    ['read', '--config', config],
    /not understood: required option '--catalog <file>' not specified/,
  ],
  [
    'an option without its value',
    ['check', '--config'],
    /not understood: option '--config <file>' argument missing/,
  ],
  [
    'a missing file',
    ['check', '--config', path.join(folder, 'nowhere')],
    /The config file .*nowhere cannot be read \(ENOENT\)/,
  ],
  [
    'a file that is not JSON',
    ['read', '--config', config, '--catalog', file('bad.json', '{')],
    /The catalog file .*bad\.json is not valid JSON/,
  ],
])('bad input is a config_error in one sentence: %s', async (_name, args, sentence) => {
  const { exitCode, lines } = await run(new EchoSource(), ...args);
  expect(exitCode).toBe(1);
  expect(lines.map(({ trace }) => trace?.error)).toEqual([
    { message: expect.stringMatching(sentence) as string, failure_type: 'config_error' },
  ]);
});
