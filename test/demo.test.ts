import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { columnType } from '../report/sync/columns';
import { Warehouse } from '../report/sync/warehouse';
import { streams as everyStream } from '../src/streams';
import type { CatalogStream } from '../report/sync/catalog';
import { dayLater, questions, startDate, world } from '../demo/plan';
import type { Emulator } from '../emulator/emulator';
import { startEmulator } from '../emulator/server';
import { truthStreams } from '../emulator/truths/truth';

/** The last complete day at the second sync. */
const lastDay = '2026-11-18';

interface Ended {
  readonly code: number | null;
  readonly text: string;
  readonly stderr: string;
}

function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'demo-'));
}

function removed(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Starts the built demo in a process group of its own, so that whatever it leaves behind is found. */
function startDemo(folder: string): ChildProcess {
  const demo = path.join(__dirname, '..', 'dist', 'demo.js');
  return spawn(process.execPath, [demo], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function end(child: ChildProcess): Promise<Ended> {
  let [text, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text, stderr };
}

/** Whether any process of the demo's group is alive. */
function isAnythingLeft(child: ChildProcess): boolean {
  try {
    process.kill(-(child.pid ?? 0), 0);
    return true;
  } catch {
    return false;
  }
}

async function rowsOf(folder: string, sql: string): Promise<Json[][]> {
  const options = { access_mode: 'READ_ONLY' };
  const instance = await DuckDBInstance.create(path.join(folder, 'demo-output', 'devin.duckdb'), options);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Ids of all members at the first or the second sync. */
function everyMember(emulator: Emulator): Set<unknown> {
  return new Set(
    [world.now, dayLater].flatMap((now) => {
      emulator.setNow(now);
      return emulator.truth('members', 'enterprise').map(({ user_id: id }) => id);
    }),
  );
}

describe('the demo', () => {
  const folder = newFolder();
  let child: ChildProcess;
  let ended: Ended;
  let streams: string[];
  beforeAll(async () => {
    child = startDemo(folder);
    ended = await end(child);
    streams = everyStream.filter(({ scopes }) => scopes.includes('enterprise')).map(({ name }) => name);
  }, 180_000);
  afterAll(() => removed(folder));

  test('succeeds, fits the terminal, and leaves no process and only its three files', () => {
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
    expect(isAnythingLeft(child)).toBe(false);
    expect(ended.text.split('\n').filter((line) => line.length > 100)).toEqual([]);
    const names = ['config.json', 'devin.duckdb', 'report.html'];
    expect(readdirSync(path.join(folder, 'demo-output')).sort()).toEqual(names);
    expect(ended.text).toContain(path.join('demo-output', 'devin.duckdb'));
    expect(ended.text).toContain(path.join('demo-output', 'report.html'));
  });

  test('fills the tables with the true number of rows', async () => {
    const emulator = await startEmulator(world);
    const ids = [...everyMember(emulator)] as string[];
    const days = { from: startDate, to: lastDay };
    const told = truthStreams().filter((stream) => streams.includes(stream));
    const truth = (stream: string) => emulator.truth(stream, 'enterprise', { ...days, userIds: ids });
    // A session that changes again after weeks has no rows for the days between: nothing was consumed on them.
    const ofSessions = 'daily_session_consumption';
    const countOf = (stream: string) =>
      truth(stream).filter(({ acus }) => stream !== ofSessions || acus !== 0).length;
    const expected = new Map(told.map((stream) => [stream, countOf(stream)]));
    await emulator.close();
    expect(told).toEqual(expect.arrayContaining(['members', 'daily_user_consumption', 'daily_pr_metrics']));
    // A member who left between the two syncs keeps a row, as a former member.
    expected.set('members', ids.length);
    for (const [stream, count] of expected) {
      const counted = stream === ofSessions ? 'WHERE acus <> 0' : '';
      expect([stream, await rowsOf(folder, `SELECT count(*) FROM "${stream}" ${counted}`)]).toEqual([
        stream,
        [[String(count)]],
      ]);
    }
  });

  test('fills the tables with the true values', async () => {
    const emulator = await startEmulator(world);
    const userIds = [...everyMember(emulator)] as string[];
    const members = emulator.truth('members', 'enterprise').length;
    const consumption = emulator.truth('daily_user_consumption', 'enterprise', {
      from: startDate,
      userIds,
    });
    // Older days are final: a pull request that merges later is not seen.
    const pullRequests = emulator.truth('daily_pr_metrics', 'enterprise', { from: '2026-10-21' });
    await emulator.close();
    const total = (rows: Record<string, unknown>[], field: string) =>
      rows.reduce((sum, row) => sum + (row[field] as number), 0);

    expect(await rowsOf(folder, 'SELECT count(*) FROM members WHERE is_member')).toEqual([[String(members)]]);
    const [[acus] = []] = await rowsOf(folder, 'SELECT sum(acus) FROM daily_user_consumption');
    expect(acus).toBeCloseTo(total(consumption, 'acus'), 6);
    const merged = `SELECT sum(prs_merged_count) FROM daily_pr_metrics WHERE date >= '2026-10-21'`;
    expect(await rowsOf(folder, merged)).toEqual([[String(total(pullRequests, 'prs_merged_count'))]]);
  });

  test('shows the rows of each table', async () => {
    for (const stream of streams) {
      const [[count] = []] = await rowsOf(folder, `SELECT count(*) FROM "${stream}"`);
      const shown = Number(count).toLocaleString('en-US');
      expect(ended.text).toMatch(new RegExp(`^ +${stream} +${shown} `, 'm'));
    }
  });

  test('starts its answers with the model, whose days add up to the totals', async () => {
    expect(ended.text.match(/demo\/sql\/[\w-]+/)?.[0]).toBe('demo/sql/cost-per-merged-pull-request');
    const sums = 'SELECT date, sum(acus) AS acus FROM daily_user_metrics GROUP BY date';
    const equal = `SELECT count(*), count(*) FILTER (WHERE model.acus = total.acus::DECIMAL(38, 9))
      FROM daily_consumption AS total LEFT JOIN (${sums}) AS model USING (date)`;
    expect(await rowsOf(folder, equal)).toEqual([['52', '52']]);
  });

  test.each(questions)('answers "$title" and names the SQL file', async ({ file }) => {
    const sql = readFileSync(path.join(__dirname, '..', 'demo', 'sql', file), 'utf8');
    const [first = []] = await rowsOf(folder, sql);
    const cells = first.map((cell) => escaped(cell as string));
    expect(ended.text).toMatch(new RegExp(`^ +${cells.join(' +')}$`, 'm'));
    expect(ended.text).toContain(`demo/sql/${file}`);
  });
});

describe('the demo, when it cannot continue', () => {
  let folder: string;
  beforeEach(() => (folder = newFolder()));
  afterEach(() => removed(folder));

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('on %s stops, exits %i and leaves no process', async (signal, exitCode) => {
    const child = startDemo(folder);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('bin/source-devin read')) child.kill(signal);
    });
    const { code, text } = await end(child);
    expect(code).toBe(exitCode);
    expect(text).toContain('Interrupted');
    expect(isAnythingLeft(child)).toBe(false);
  });

  test('explains in one sentence what went wrong, and exits with 1', async () => {
    writeFileSync(path.join(folder, 'demo-output'), 'a file where the folder should be');
    const { code, text, stderr } = await end(startDemo(folder));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(text).toContain('The demo failed: EEXIST: file already exists, mkdir');
  });
});

describe('the warehouse of the demo', () => {
  const folder = newFolder();
  afterAll(() => removed(folder));

  test.each([
    ['a date', { type: 'string', format: 'date' }, 'DATE'],
    ['a nullable date', { type: ['null', 'string'], format: 'date' }, 'DATE'],
    ['an instant', { type: 'string', format: 'date-time' }, 'TIMESTAMPTZ'],
    ['text', { type: ['null', 'string'] }, 'VARCHAR'],
    ['a whole number', { type: 'integer' }, 'BIGINT'],
    ['a number', { type: ['null', 'number'] }, 'DOUBLE'],
    ['true or false', { type: 'boolean' }, 'BOOLEAN'],
    ['an object', { type: 'object' }, 'JSON'],
    ['a list', { type: ['null', 'array'] }, 'JSON'],
    ['anything', {}, 'JSON'],
  ])('has a column for %s', (_, property, type) => {
    expect(columnType(property)).toBe(type);
  });

  const stream = (mode: string): CatalogStream => ({
    name: 'seats',
    json_schema: { properties: { id: { type: 'string' }, since: { type: 'string', format: 'date' } } },
    supported_sync_modes: ['full_refresh', mode],
    source_defined_primary_key: [['id']],
  });

  test.each([
    [
      'keeps old rows and replaces by key',
      'incremental',
      [
        ['a', '2026-11-03'],
        ['b', '2026-11-02'],
      ],
    ],
    ['replaces a stream that is read completely', 'full_refresh', [['a', '2026-11-03']]],
  ])('%s', async (_, mode, expected) => {
    const warehouse = await Warehouse.open(path.join(folder, 'seats.duckdb'));
    await warehouse.prepare([stream(mode)]);
    await warehouse.load(stream(mode), [
      { id: 'a', since: '2026-11-01' },
      { id: 'b', since: '2026-11-02' },
    ]);
    await warehouse.load(stream(mode), [
      { id: 'a', since: '2026-11-02' },
      { id: 'a', since: '2026-11-03' },
    ]);
    const { rows } = await warehouse.query('SELECT id, since FROM seats ORDER BY id');
    warehouse.close();
    expect(rows).toEqual(expected);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
