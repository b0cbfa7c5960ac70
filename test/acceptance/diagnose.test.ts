import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { run, start, type Running } from './executable';
import { configOf, temporaryFiles } from './harness';
import type { Row } from './protocol';
import type { Run } from './run';

let emulator: Emulator;
let onRequest: () => void = () => undefined;
beforeAll(async () => {
  emulator = await startEmulator({ users: 10, limits: { latencyMs: 5 }, afterRequest: () => onRequest() });
});
beforeEach(() => emulator.resetLog());
afterEach(() => (onRequest = () => undefined));
afterAll(() => emulator.close());

function started(more: Row = {}, isText = true, args: readonly string[] = []): Running {
  const files = temporaryFiles({ config: configOf(emulator, 'enterprise', more) });
  return start(['diagnose', '--config', files.config ?? '', ...args], {
    env: { SOURCE_DEVIN_NOW: emulator.now },
    secret: emulator.keys.enterprise,
    isText,
    onEnd: files.remove,
  });
}

function message({ errors }: Run): string | undefined {
  return errors[0]?.message;
}

test('diagnose prints text for people, reads only, and exits 0', async () => {
  const ended = await started().finished;
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toMatch(
    /^The connection$[^]+^Open questions$[^]+^Answers and documents$[^]+^In short$/m,
  );
  expect(ended.stdout).toContain('Observed: every day is stamped 08:00 UTC');
  expect(emulator.requests.length).toBeLessThanOrEqual(80);
  expect(emulator.maxInFlight).toBeLessThanOrEqual(4);
});

test('diagnose exits 0 if some questions cannot be asked', async () => {
  emulator.faults.add({ path: '*/sessions*', kind: 'status', status: 403 });
  const ended = await started().finished;
  emulator.faults.clear();
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toContain('Observed: nothing, because Devin answered 403: the key may not read this.');
});

test.each([
  ['a wrong configuration', { start_date: 'soon' }, 'invalid_configuration: '],
  ['a revoked key', { api_key: 'cog_unknown_or_revoked_key' }, 'invalid_credentials: '],
  ['an address where nobody answers', { api_url: 'http://127.0.0.1:1' }, 'unreachable: '],
  ['a key of another scope', { org_id: 'org-x', scope: 'enterprise' }, 'invalid_configuration: '],
])('diagnose says for %s what other commands say, and exits 1', async (_name, more, code) => {
  const ended = await started(more, false).finished;
  expect(ended.exitCode).toBe(1);
  expect(message(ended)?.slice(0, code.length)).toBe(code);
  const check = await run(
    ['check', '--config', temporaryFiles({ config: configOf(emulator, 'enterprise', more) }).config ?? ''],
    {
      env: { SOURCE_DEVIN_NOW: emulator.now },
    },
  );
  const said = check.messages.find((each) => each.type === 'CONNECTION_STATUS');
  expect(JSON.stringify(said ?? check.errors)).toContain(code);
});

test('diagnose names the file that it cannot write', async () => {
  const file = path.join(path.sep, 'no-such-folder', 'result.json');
  const ended = await started({}, true, ['--json', file]).finished;
  expect(ended.exitCode).toBe(1);
  expect(ended.stdout).toContain(`The file ${file} cannot be written (ENOENT)`);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s prints what is known so far, and ends diagnose',
  async (signal) => {
    const running = started();
    onRequest = () => {
      if (emulator.requests.length >= 40) running.child.kill(signal);
    };
    const ended = await running.finished;
    expect([ended.exitCode, ended.signal]).toEqual([null, signal]);
    const text = ended.stdout.replace(/\s+/g, ' ');
    expect(text).toContain('The command was stopped, so this is what is known so far.');
    expect(text).toContain('Observed: nothing, because the command was stopped before.');
    expect(text).toContain('As assumed (');
  },
);
