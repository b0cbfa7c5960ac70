import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { change, everyStream, truthOf, writeFile, type Row } from './synced-file';

const program = path.join(__dirname, '..', '..', 'dist', 'report.js');
const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
const file = path.join(folder, 'devin.duckdb');
const out = path.join(folder, 'page.html');
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 3, users: 8, now: '2026-11-21T09:00:00Z' });
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => rmSync(out, { force: true }));

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: folder });
}

/** What the page says in each section, by its id. */
function page(...args: string[]): Record<string, string> {
  const { status, stdout, stderr } = run(file, '--out', out, ...args);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${out}\n`, stderr: '' });
  const html = readFileSync(out, 'utf8');
  return Object.fromEntries(
    [...html.matchAll(/<section id="([^"]+)"[^]*?<\/section>/g)].map(([text, id = '']) => [id, text]),
  );
}

const without = (...streams: string[]) => everyStream.filter((stream) => !streams.includes(stream));

const byUser = ['team-costs', 'unusual-days', 'cohorts', 'seats'];

test.each<[stream: string, needed: string[]]>([
  ['daily_consumption', ['acus-by-day', 'burn-down', 'accounting', 'limits', ...byUser]],
  ['daily_user_consumption', ['top-users', 'accounting', 'limits', ...byUser]],
  ['daily_pr_metrics', ['merge-rate', ...byUser]],
  ['members', ['adoption', 'where-it-goes', 'costly-sessions', 'limits', ...byUser]],
  ['weekly_active_users', ['adoption']],
  ['billing_cycles', ['burn-down', 'limits']],
  ['sessions', ['where-it-goes', 'costly-sessions']],
])('without %s, the sections that need it say so, and the others are complete', async (stream, needed) => {
  await writeFile(file, emulator, without(stream));
  for (const [id, text] of Object.entries(page())) {
    if (id === 'actions') continue;
    expect([id, text.includes(`This needs the stream ${stream}, which is not in the file`)]).toEqual([
      id,
      needed.includes(id),
    ]);
    expect([id, /<svg|class="scroll list"/.test(text)]).toEqual([id, !needed.includes(id)]);
  }
});

test.each<[stream: string, id: string, says: string]>([
  ['acu_limits', 'burn-down', 'no limit is set'],
  ['daily_service_user_consumption', 'accounting', 'service users, whose stream is not in the file'],
])('without %s, which many keys cannot read, %s treats it as empty', async (stream, id, says) => {
  await writeFile(file, emulator, without(stream));
  const text = page()[id] ?? '';
  expect(text).toContain(`The stream ${stream} is not in the file and taken for empty.`);
  expect(text).toContain(says);
  expect(text).not.toContain('of service users');
});

test('where a table has duplicates, says so instead of wrong sums', async () => {
  await writeFile(file, emulator, ['daily_pr_metrics', 'daily_consumption']);
  await change(file, [
    'CREATE TABLE again AS SELECT * FROM daily_pr_metrics UNION ALL SELECT * FROM daily_pr_metrics',
    'DROP TABLE daily_pr_metrics',
    'ALTER TABLE again RENAME TO daily_pr_metrics',
  ]);
  const sections = page();
  expect(sections['merge-rate']).toContain('rows are repeated in daily_pr_metrics');
  expect(sections['merge-rate']).not.toContain('<svg');
  expect(sections['acus-by-day']).toContain('<svg');
});

test.each<[name: string, rows: Record<string, readonly Row[]>]>([
  ['no rows', Object.fromEntries(everyStream.map((stream) => [stream, []]))],
  ['no full week', { daily_pr_metrics: [{ date: '2026-11-20', prs_created_count: 1, is_final: false }] }],
])('with %s, says that there is nothing to show', async (_, rows) => {
  await writeFile(file, emulator, everyStream, rows);
  expect(page()['merge-rate']).toContain('no data to show here yet');
});

test('where no ACUs are counted, says that nothing is metered, and shows no zeros as costs', async () => {
  const nothing = (row: Row) => ({ ...row, acus: 0, acus_by_product: { devin: 0 } });
  const consumption = truthOf(emulator, 'daily_consumption').map(nothing);
  const idle = truthOf(emulator, 'weekly_active_users').map((row) => ({ ...row, active_users: 0 }));
  await writeFile(file, emulator, everyStream, {
    daily_consumption: consumption,
    daily_user_consumption: [],
    daily_service_user_consumption: [],
    weekly_active_users: idle,
  });
  const text = Object.values(page()).join('');
  expect(text).not.toMatch(/NaN|Infinity|undefined/);
  expect(text.match(/0 means that nothing is metered/g)?.length).toBeGreaterThan(3);
  expect(text).not.toContain('0.0 ACUs');
});

test('shows unknown products and the rest of the total', async () => {
  const [first] = truthOf(emulator, 'daily_consumption');
  const row = { ...first, acus: 10, acus_by_product: { 'a "new" <product>': 6, review: null } };
  await writeFile(file, emulator, ['daily_consumption'], { daily_consumption: [row] });
  const text = page()['acus-by-day'] ?? '';
  expect(text).toContain('The largest part, 60\u00a0%, is a &quot;new&quot; &lt;product&gt;.');
  expect(text).toMatch(/<td>other<\/td><td class="number"><data value="4">/);
  expect(text).not.toContain('<product>');
});

test('--schema chooses among schemas; otherwise it is the one with most streams', async () => {
  await writeFile(file, emulator, ['daily_pr_metrics', 'daily_consumption']);
  await change(file, [
    'CREATE SCHEMA one',
    'CREATE TABLE one.daily_pr_metrics AS SELECT * FROM daily_pr_metrics',
  ]);
  expect(page()['acus-by-day']).toContain('<svg');
  expect(page('--schema', 'one')['acus-by-day']).toContain('needs the stream daily_consumption');
});

test('writes report.html where no file is named', async () => {
  await writeFile(file, emulator, ['daily_pr_metrics']);
  expect(run(file)).toMatchObject({ status: 0, stdout: 'report.html\n', stderr: '' });
  expect(readFileSync(path.join(folder, 'report.html'), 'utf8')).toContain('<h1>Devin usage</h1>');
});

describe('an error is one line', () => {
  test.each([
    ['no file is given', [], 1, 'Usage: npm run report'],
    ['help is requested', ['--help'], 0, 'Usage: npm run report'],
    ['an option is unknown', ['--wide'], 1, "Unknown option '--wide'"],
    ['there is no such file', ['absent.duckdb'], 1, 'absent.duckdb'],
    ['the file is not a DuckDB file', ['text.duckdb'], 1, 'text.duckdb'],
    [
      'no stream is in the file',
      ['empty.duckdb'],
      1,
      'There is no stream of this connector in empty.duckdb.',
    ],
    [
      'no stream is in the schema',
      ['empty.duckdb', '--schema', 'x'],
      1,
      'There is no stream of this connector in x.',
    ],
  ])('when %s', async (_, args, code, says) => {
    writeFileSync(path.join(folder, 'text.duckdb'), 'This is a text and no database.\n'.repeat(1000));
    await change(path.join(folder, 'empty.duckdb'), ['CREATE OR REPLACE TABLE other AS SELECT 1']);
    const { status, stdout, stderr } = run(...args);
    expect(status).toBe(code);
    expect(stdout + stderr).toContain(says);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(existsSync(path.join(folder, 'absent.duckdb'))).toBe(false);
  });
});
