import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { primaryKeyOf } from '../../report/streams';
import { eagerStates } from '../acceptance/eager-states';
import { everyStream } from './synced-file';
import { allRows, endOwn, startOwn, writeConfig } from './own';

const folder = mkdtempSync(path.join(tmpdir(), 'kills-'));
const file = (name: string): string => path.join(folder, name);
let emulator: Emulator;
/** What happens after each request. */
let onRequest = (): void => undefined;

beforeAll(async () => {
  emulator = await startEmulator({
    seed: 5,
    users: 12,
    days: 60,
    now: '2026-11-21T09:00:00Z',
    limits: { latencyMs: 3 },
    afterRequest: () => onRequest(),
  });
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command until it ends, or until its processes are killed after so many requests. */
async function run(name: string, config: string, killAfter = Infinity): Promise<NodeJS.Signals | null> {
  const args = ['--config', config, '--file', file(name), '--out', file('page.html')];
  const child = startOwn(folder, emulator, args, eagerStates);
  let requests = 0;
  onRequest = () => {
    requests += 1;
    if (requests === killAfter) process.kill(-(child.pid ?? 0), 'SIGKILL');
  };
  const { signal, code, stderr } = await endOwn(child);
  onRequest = () => undefined;
  if (signal === null) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return signal;
}

test('kill -9 after any request: the next runs make up for it, and no row is lost or doubled', async () => {
  const config = writeConfig(folder, emulator);
  emulator.resetLog();
  await run('undisturbed.duckdb', config);
  const total = emulator.requestCounts().total;
  let kills = 0;
  for (const share of [0.05, 0.15, 0.3, 0.5, 0.6, 0.7, 0.4, 0.8, 0.65, 0.9, 0.35, 0.2]) {
    if ((await run('killed.duckdb', config, Math.ceil(share * total))) === 'SIGKILL') kills += 1;
  }
  expect(kills).toBeGreaterThanOrEqual(6);
  await run('killed.duckdb', config);
  const [expected, rows] = [
    await allRows(file('undisturbed.duckdb'), everyStream),
    await allRows(file('killed.duckdb'), everyStream),
  ];
  expect(rows).toEqual(expected);
  for (const [stream, found] of Object.entries(rows)) {
    const keys = found.map((row) =>
      primaryKeyOf(stream).map((column) => (row as Record<string, unknown>)[column]),
    );
    expect([stream, new Set(keys.map((key) => JSON.stringify(key))).size]).toEqual([stream, found.length]);
    expect([stream, found.length > 0]).toEqual([stream, true]);
  }
  const truth = emulator.truth('daily_user_consumption', 'enterprise', { from: '2026-10-20' });
  expect(rows.daily_user_consumption).toHaveLength(truth.length);
}, 170_000);
