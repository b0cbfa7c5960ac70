import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';

async function call(
  emulator: { url: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(`${emulator.url}/_emulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

describe('over HTTP', () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  test('info has what another process needs', async () => {
    expect(await call(emulator, 'GET', 'info')).toMatchObject({
      now: '2026-11-21T09:00:00Z',
      keys: emulator.keys,
      org_id: emulator.orgId,
      org_ids: emulator.world.organizations.map((organization) => organization.org_id),
    });
  });

  test('the clock, switches and limits can be set', async () => {
    await call(emulator, 'POST', 'now', { now: '2026-11-25T09:00:00Z' });
    await call(emulator, 'POST', 'switches', { zeroDays: 'omitted' });
    await call(emulator, 'POST', 'limits', { latencyMs: 1 });
    expect(emulator.now).toBe('2026-11-25T09:00:00Z');
    expect(emulator.switches.zeroDays).toBe('omitted');
    expect(emulator.limits.latencyMs).toBe(1);
  });

  test('faults can be added and cleared', async () => {
    const status = async (): Promise<number> => (await fetch(`${emulator.url}/v3/self`)).status;
    await call(emulator, 'POST', 'faults', {
      add: [{ path: '/v3/self', kind: 'status', status: 503, occurrences: [1] }],
    });
    expect([await status(), await status()]).toEqual([503, 401]);
    await call(emulator, 'POST', 'faults', {
      clear: true,
      add: [{ pattern: 'self$', kind: 'status', status: 500 }],
    });
    expect(await status()).toBe(500);
    await call(emulator, 'POST', 'faults', { clear: true });
    expect(await status()).toBe(401);
  });

  test('requests are counted, except its own, and can be reset', async () => {
    await fetch(`${emulator.url}/v3/self`);
    expect(await call(emulator, 'GET', 'requests')).toEqual({
      total: 1,
      byRoute: { '/v3/self': 1 },
      byStatus: { 401: 1 },
      maxInFlight: 1,
    });
    await call(emulator, 'POST', 'reset-requests');
    expect(await call(emulator, 'GET', 'requests')).toMatchObject({ total: 0 });
  });

  test('truth can be read', async () => {
    const query = 'stream=daily_pr_metrics&scope=organization&from=2026-11-19&to=2026-11-20';
    expect(await call(emulator, 'GET', `truth?${query}`)).toEqual(
      emulator.truth('daily_pr_metrics', 'organization', { from: '2026-11-19', to: '2026-11-20' }),
    );
  });

  test.each([
    ['POST', 'now', { now: 'tomorrow' }, 'not an instant: tomorrow'],
    ['GET', 'truth?stream=nothing', undefined, 'no truth about nothing'],
    ['GET', 'nothing', undefined, 'GET /_emulator/info'],
  ])('%s %s is refused with a reason', async (method, path, body, reason) => {
    expect(JSON.stringify(await call(emulator, method, path, body))).toContain(reason);
  });
});

describe('as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const bundle = join(folder, 'emulator.js');
  const children: ChildProcess[] = [];
  beforeAll(() => {
    const entryPoints = [join(__dirname, '../../emulator/main.ts')];
    const { metafile } = buildSync({
      entryPoints,
      bundle: true,
      platform: 'node',
      outfile: bundle,
      metafile: true,
    });
    const outside = Object.keys(metafile.inputs).filter((file) => !file.startsWith('emulator/'));
    expect(outside).toEqual([]);
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  function run(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, [bundle, ...args]);
    children.push(child);
    return child;
  }

  async function textOf(child: ChildProcess): Promise<string> {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(child, 'close');
    return text;
  }

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'prints its URL and keys, answers, and ends on %s',
    async (signal) => {
      const child = run('--seed', '7', '--users', '5', '--switches', '{"stamp":"pacific"}');
      const [first] = (await once(child.stdout ?? process.stdin, 'data')) as [Buffer];
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(first.toString())?.[0] ?? '';
      const info = (await call({ url }, 'GET', 'info')) as { keys: Record<string, string>; users: number };
      expect(info).toMatchObject({ users: 5, switches: { stamp: 'pacific' } });
      for (const key of Object.values(info.keys)) expect(first.toString()).toContain(key);
      const ended = once(child, 'exit');
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
    },
  );

  test.each([
    [['--help'], 0, 'Usage: npm run emulator'],
    [['--port', 'x'], 1, '--port must be a whole number'],
    [['--active-days', '2'], 1, '--active-days must be a share, from 0 to 1'],
    [['--what'], 1, "Unknown option '--what'"],
    [['--now', 'tomorrow'], 1, 'not an instant: tomorrow'],
    [['--switches', '{"stamps":"pacific"}'], 1, 'unknown switch stamps; there are lowerBound, '],
    [['--switches', '{"stamp":"atlantic"}'], 1, 'switch stamp cannot be "atlantic"; it may be "08:00Z", '],
  ])('%j ends with %i', async (args, code, text) => {
    const child = run(...args);
    expect(await textOf(child)).toContain(text);
    expect(child.exitCode).toBe(code);
  });
});
