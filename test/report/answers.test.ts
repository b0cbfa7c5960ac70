import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { existsIn } from '../../report/streams';
import { days, everyStream, truthOf, writeFile, type Row } from './synced-file';

const program = path.join(__dirname, '..', '..', 'dist', 'report.js');
const folder = mkdtempSync(path.join(tmpdir(), 'answers-'));
const file = path.join(folder, 'devin.duckdb');
const out = path.join(folder, 'page.html');
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ seed: 3, users: 12, now: '2026-11-21T09:00:00Z' });
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The page's text without its charts, its SQL and its marks, with plain spaces. */
function textOf(...args: string[]): string {
  const { status, stderr } = spawnSync(process.execPath, [program, file, '--out', out, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const html = readFileSync(out, 'utf8').replace(
    /<style>[^]*?<\/style>|<svg[^]*?<\/svg>|<details>[^]*?<\/details>/g,
    '',
  );
  return html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

const sessionOf = (more: Row): Row => ({
  session_id: 's1',
  title: 'Fix the <checkout>',
  url: 'https://devin.example.com/sessions/s1',
  status: 'exit',
  created_at: '2026-11-18T12:00:00Z',
  updated_at: '2026-11-18T13:00:00Z',
  acus_consumed: 7,
  pull_requests: [],
  repo_names: ['checkout', 'ledger'],
  origin: 'slack',
  devin_mode: 'fast',
  ...more,
});

test('money stands only where a price is set', async () => {
  await writeFile(file, emulator);
  expect(textOf()).not.toMatch(/[€$]|EUR|NaN|Infinity|undefined/);
  const total = truthOf(emulator, 'daily_consumption')
    .filter(({ date }) => String(date) > '2026-08-22')
    .reduce((sum, row) => sum + Number(row.acus), 0);
  const money = Math.round(total * 2).toLocaleString('en-US');
  expect(textOf('--price', '2', '--currency', 'EUR')).toContain(`ACUs (€${money}) from Aug 23 to Nov 20`);
});

test('in organization scope, offers nothing that does not exist there', async () => {
  const streams = everyStream.filter((stream) => existsIn('organization', stream));
  const rows = Object.fromEntries(
    streams.map((stream) => [
      stream,
      emulator
        .truth(stream, 'organization', days)
        .map((row) => ('org_id' in row ? { ...row, org_id: emulator.orgId } : row)),
    ]),
  );
  await writeFile(file, emulator, streams, rows);
  const text = textOf();
  expect(text).not.toContain('which is not in the file');
  expect(text).not.toContain('of service users');
  expect(text).toContain('service users, whose ACUs Devin tells only to keys of an enterprise');
  expect(text).toContain(
    'Only a key of the enterprise can answer: Will the ACUs last to the end of the cycle? Who will run out of ACUs?',
  );
});

test('tells what came of sessions, splits a session over its repositories, and links only to https', async () => {
  const sessions = [
    sessionOf({}),
    sessionOf({
      session_id: 's2',
      title: 'Merged',
      url: 'javascript:alert(1)',
      acus_consumed: 3,
      pull_requests: [{ pr_url: 'https://git.example.com/acme/ledger/pull/1', pr_state: 'merged' }],
    }),
    sessionOf({ session_id: 's3', title: 'Unmetered', acus_consumed: 0 }),
  ];
  await writeFile(file, emulator, everyStream, { sessions, daily_session_consumption: [] });
  const text = textOf();
  expect(text).toContain(
    'Of 10.0 ACUs in sessions of the last 28 days, 70 % went into sessions that are over',
  );
  expect(text).toContain(
    'Read the one of the ten most expensive sessions that ended without a merged pull request',
  );
  expect(text).toMatch(/Merged Nov 18 – slack 3\.0 merged/);
  expect(text).not.toContain('Unmetered');
  expect(text).toMatch(/repository checkout 5\.0 3 0 – – ledger 5\.0 3 1 5\.00/);
  const html = readFileSync(out, 'utf8');
  expect(html).toContain('<a href="https://devin.example.com/sessions/s1">Fix the &lt;checkout&gt;</a>');
  expect(html).not.toMatch(/href="javascript/);
});

test('tells a day out of the ordinary in words, and what is not final', async () => {
  const even = truthOf(emulator, 'daily_consumption').map((row) => ({
    ...row,
    acus: String(row.date) === '2026-11-18' ? 90 : 30,
    acus_by_product: {},
    is_final: String(row.date) < '2026-11-14',
  }));
  await writeFile(file, emulator, everyStream, { daily_consumption: even });
  const text = textOf();
  expect(text).toContain('1 of ');
  expect(text).toMatch(
    /Find out what happened on Wednesday, Nov 18: 90\.0 ACUs, 3\.0 times the usual 30\.0 of a working day\. It can still change\./,
  );
  expect(text).toContain('pale: not final, can still change');
});

test('names who never used a seat, and who runs out of ACUs and when', async () => {
  const [first] = truthOf(emulator, 'members');
  const consumption = Array.from({ length: 10 }, (_, index) => ({
    date: `2026-11-${String(11 + index)}`,
    user_id: String(first?.user_id),
    user_email: 'ada@example.com',
    acus: 10,
    acus_by_product: {},
  }));
  const limit = { limit_id: 'user:1', scope: 'user', user_id: first?.user_id, cycle_acu_limit: 125 };
  await writeFile(file, emulator, everyStream, {
    members: [
      { ...first, email: 'ada@example.com' },
      { ...first, user_id: 'never', email: 'never@example.com' },
    ],
    acu_limits: [limit],
    daily_user_consumption: consumption,
    daily_user_pr_metrics: [],
  });
  const text = textOf();
  expect(text).toContain('Invite or remove 1 person who has a seat and never used it (50 % of all seats).');
  expect(text).toContain('never@example.com never');
  expect(text).toContain('Raise the limit of ada@example.com, or talk to them: gone on Nov 23, in 2 days.');
});
