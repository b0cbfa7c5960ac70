import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { usedStreams } from '../../report/assets';
import { streams } from '../../src/streams';
import { allRows, endOwn, startOwn, writeConfig, type OwnRun } from './own';
import { change, everyStream } from './synced-file';

let folder: string;
let emulator: Emulator;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'own-'));
  emulator = await startEmulator({ seed: 3, users: 8, days: 60, now: '2026-11-21T09:00:00Z' });
});
afterEach(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]): Promise<OwnRun> => endOwn(startOwn(folder, emulator, args));
const inFolder = (name: string): string => path.join(folder, name);

/** Dates with Devin's own ACUs of everybody, as the truth has them. */
function trueConsumption(from: string): string[] {
  const rows = emulator.truth('daily_user_consumption', 'enterprise', { from });
  return rows.map(({ date, user_id: id, acus }) => `${String(date)} ${String(id)} ${String(acus)}`).sort();
}

async function readConsumption(): Promise<string[]> {
  const { daily_user_consumption: rows = [] } = await allRows(inFolder('devin.duckdb'), [
    'daily_user_consumption',
  ]);
  return (rows as { date: string; user_id: string; acus: number }[])
    .map(({ date, user_id: id, acus }) => `${date} ${id} ${acus}`)
    .sort();
}

test('reads the true rows, makes the page, and leaves nothing else; a day later it reads only what is new', async () => {
  const config = writeConfig(folder, emulator);
  const first = await run('--config', config);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/records in \d+\.\d s are in devin\.duckdb\.\nreport\.html\n$/);
  expect(readdirSync(folder).sort()).toEqual(['config.json', 'devin.duckdb', 'report.html']);
  expect(await readConsumption()).toEqual(trueConsumption('2026-10-20'));

  const requests = emulator.requestCounts().total;
  emulator.resetLog();
  emulator.setNow('2026-11-22T09:00:00Z');
  expect(await run('--config', config)).toMatchObject({ code: 0, stderr: '' });
  expect(await readConsumption()).toEqual(trueConsumption('2026-10-20'));
  expect(emulator.requestCounts().total).toBeLessThan(requests);
  expect(readFileSync(inFolder('report.html'), 'utf8')).toContain('Nov 21, 2026');
});

test('reads only what the page uses, or everything with --all-streams, and nothing twice', async () => {
  const config = writeConfig(folder, emulator, { start_date: '2026-11-10' });
  await run('--config', config);
  const tablesOf = async (): Promise<string[]> => {
    const { 'information_schema"."tables': rows = [] } = await allRows(inFolder('devin.duckdb'), [
      'information_schema"."tables',
    ]);
    const names = (rows as { table_name: string }[]).map(({ table_name: name }) => name);
    return names.filter((name) => streams.some((stream) => stream.name === name)).sort();
  };
  const inScope = streams.filter(({ scopes }) => scopes.includes('enterprise')).map(({ name }) => name);
  expect(await tablesOf()).toEqual(inScope.filter((name) => usedStreams().has(name)).sort());
  expect(await run('--config', config, '--all-streams')).toMatchObject({ code: 0, stderr: '' });
  expect(await tablesOf()).toEqual([...inScope].sort());
  expect(await readConsumption()).toEqual(trueConsumption('2026-11-10'));
});

test('--days reads the last days; more days than before start over, fewer change nothing', async () => {
  const config = writeConfig(folder, emulator, { start_date: undefined });
  await run('--config', config, '--days', '10');
  expect(await readConsumption()).toEqual(trueConsumption('2026-11-11'));
  await run('--config', config, '--days', '30');
  expect(await readConsumption()).toEqual(trueConsumption('2026-10-22'));
  expect(await run('--config', config, '--days', '5')).toMatchObject({ code: 0 });
  expect(await readConsumption()).toEqual(trueConsumption('2026-10-22'));
});

test('a stream that the key may not read is left out of the page, and the command says so', async () => {
  emulator.faults.add({ path: '*/acu-limits/*', kind: 'status', status: 403 });
  const { code, stdout } = await run('--config', writeConfig(folder, emulator, { start_date: '2026-11-10' }));
  expect(code).toBe(0);
  expect(stdout).toContain('Not read: invalid_permissions: acu_limits');
  expect(existsSync(inFolder('report.html'))).toBe(true);
});

test('a file of another account is refused, and keeps its rows', async () => {
  await run('--config', writeConfig(folder, emulator, { start_date: '2026-11-10' }));
  const before = await allRows(inFolder('devin.duckdb'), everyStream);
  const organization = { scope: 'organization', api_key: emulator.keys.organization };
  const { code, stderr } = await run('--config', writeConfig(folder, emulator, organization));
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^devin\.duckdb holds the data of enterprise@127\.0\.0\.1:\d+, but this configuration reads org-\w+\. Name another file with --file\.\n$/,
  );
  expect(await allRows(inFolder('devin.duckdb'), everyStream)).toEqual(before);
});

test('a table of an older version gets its new columns; one of another type is read again', async () => {
  const config = writeConfig(folder, emulator, { start_date: '2026-11-10' });
  await run('--config', config);
  const before = await allRows(inFolder('devin.duckdb'), everyStream);
  await change(inFolder('devin.duckdb'), [
    'ALTER TABLE members DROP COLUMN name',
    'ALTER TABLE daily_pr_metrics ALTER COLUMN prs_merged_count TYPE VARCHAR',
  ]);
  expect(await run('--config', config)).toMatchObject({ code: 0, stderr: '' });
  const after = await allRows(inFolder('devin.duckdb'), everyStream);
  expect(after.daily_pr_metrics).toEqual(before.daily_pr_metrics);
  expect(Object.keys(after.members?.[0] as object)).toContain('name');
});

test('SIGINT keeps what was read, and the next run goes on', async () => {
  const config = writeConfig(folder, emulator);
  const child = startOwn(folder, emulator, ['--config', config]);
  const ended = endOwn(child);
  child.stdout?.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('members: ')) child.kill('SIGINT');
  });
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain('Interrupted. What was read is kept: run the same command again to go on.');
  expect(await run('--config', config)).toMatchObject({ code: 0, stderr: '' });
  expect(await readConsumption()).toEqual(trueConsumption('2026-10-20'));
});
