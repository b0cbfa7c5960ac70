import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './executable';
import { configOf, coreStreams, discover, scopes, temporaryFiles, withEmulator } from './harness';
import type { Run } from './run';

const root = path.join(__dirname, '..', '..');
const fileOf = (...segments: string[]): unknown =>
  JSON.parse(readFileSync(path.join(root, ...segments), 'utf8'));

describe('spec', () => {
  it.concurrent('prints the specification and nothing else', async () => {
    const ended = await run(['spec']);
    expect(ended.messages).toEqual([{ type: 'SPEC', spec: fileOf('resources', 'spec.json') }]);
    expect(ended.exitCode).toBe(0);
  });
});

describe.each(scopes)('discover in %s scope', (scope) => {
  it.concurrent('lists the streams with keys and cursors of their schemas', async () => {
    const catalog = await discover(scope);
    const names = catalog.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...coreStreams]));
    expect(new Set(names).size).toBe(names.length);
    for (const stream of catalog) {
      expect(stream.json_schema).toEqual(fileOf('resources', 'schemas', `${stream.name}.json`));
      const { properties } = stream.json_schema as { properties: object };
      const fields = [...stream.source_defined_primary_key.flat(), ...(stream.default_cursor_field ?? [])];
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(fields));
      expect(stream.source_defined_primary_key.length).toBeGreaterThan(0);
      const isIncremental = stream.supported_sync_modes.includes('incremental');
      expect(isIncremental).toBe(stream.default_cursor_field !== undefined);
      expect(stream).not.toHaveProperty('is_resumable');
    }
  });

  it.concurrent('needs no request and no valid key', () =>
    withEmulator({}, async (emulator) => {
      const files = temporaryFiles({ config: configOf(emulator, scope, { api_key: 'cog_of_nobody' }) });
      const ended = await run(['discover', '--config', files.config ?? ''], { onEnd: files.remove });
      expect([ended.exitCode, ended.messages.length]).toEqual([0, 1]);
      expect(emulator.requests).toEqual([]);
    }),
  );
});

it.concurrent('enterprise scope has streams that organization scope does not have', async () => {
  const [enterprise, organization] = await Promise.all(scopes.map((scope) => discover(scope)));
  const names = new Set(enterprise?.map(({ name }) => name));
  for (const { name } of organization ?? []) expect(names).toContain(name);
});

describe('help', () => {
  it.concurrent.each([
    [['--help'], ['spec', 'check', 'discover', 'read', 'spec-pretty']],
    [['-h'], ['Usage: source-devin']],
    [
      ['read', '--help'],
      ['--config', '--catalog', '--state'],
    ],
    [['check', '--help'], ['--config']],
  ])('%j', async (args, says) => {
    const ended = await run(args, { isText: true });
    expect(ended.exitCode).toBe(0);
    for (const said of says) expect(ended.stdout).toContain(said);
  });

  it.concurrent.each([['--version'], ['-V']])('%s', async (argument) => {
    const ended = await run([argument], { isText: true });
    const { version } = fileOf('package.json') as { version: string };
    expect([ended.exitCode, ended.stdout]).toEqual([0, `${version}\n`]);
  });
});

describe('an invalid command line', () => {
  it.concurrent.each<[args: string[], says: RegExp]>([
    [[], /no command was given/],
    [['sync'], /unknown command 'sync'/],
    [['check'], /--config <file>' not specified/],
    [['discover', '--config'], /--config <file>' argument missing/],
    [['read', '--config', 'c.json'], /--catalog <file>' not specified/],
    [['spec', '--colour'], /unknown option '--colour'/],
  ])('%j', async (args, says) => {
    const ended = await run(args);
    expect(ended.exitCode).toBe(1);
    expect(ended.errors).toEqual([
      {
        message: expect.stringMatching(/^The command line is not understood: .*Try --help\.$/) as string,
        failure_type: 'config_error',
      },
    ]);
    expect(ended.errors[0]?.message).toMatch(says);
  });
});

describe('the config file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-files-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const discoverWith = (name: string, text: string, mode = 0o444): Promise<Run> => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return run(['discover', '--config', file]);
  };
  const text = JSON.stringify({ scope: 'enterprise', api_key: 'cog_of_nobody' });

  it.concurrent.each<[name: string, text: string]>([
    ['config.json', text],
    ['config.txt', text],
    ['config', text],
    ['with a space and ü.conf', text],
    ['byte-order-mark.json', `\uFEFF${text}`],
    ['windows.json', `${text.replaceAll(',', ',\r\n')}\r\n`],
    ['config.js', text],
    ['config.mjs', text],
  ])('%s is read as JSON', async (name, content) => {
    expect((await discoverWith(name, content)).exitCode).toBe(0);
  });

  it.concurrent.each(['js', 'cjs', 'mjs', 'json'])('is never executed: .%s', async (extension) => {
    const trace = path.join(folder, `executed-by-${extension}`);
    const code = `require('node:fs').writeFileSync(${JSON.stringify(trace)}, ''); module.exports = ${text};`;
    const ended = await discoverWith(`code.${extension}`, code);
    expect(ended.exitCode).toBe(1);
    expect(ended.errors[0]?.message).toMatch(/is not valid JSON/);
    expect(existsSync(trace)).toBe(false);
  });
});
