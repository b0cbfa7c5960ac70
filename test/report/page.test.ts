import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { chartProblems, findChromium, launch, tables } from './chromium';
import { expectedTables, type Table } from './expected';
import { change, everyStream, writeFile } from './synced-file';

const chromium = findChromium();
if (!chromium)
  process.stderr.write('Skipped: the tests of the report in a browser need Chromium, which is not here.\n');

const program = path.join(__dirname, '..', '..', 'dist', 'report.js');
const sections = ['acus-by-day', 'burn-down', 'top-users', 'merge-rate', 'adoption', 'accounting'];

/** The same tables as PyAirbyte's destination has them: another schema, other types, columns of its own. */
const asPyAirbyteHasThem = [
  'CREATE SCHEMA devin_usage',
  ...everyStream.map((stream) => {
    const types: Partial<Record<typeof stream, string>> = {
      daily_consumption: 'acus::DECIMAL(38, 9) AS acus, acus_by_product::VARCHAR AS acus_by_product',
      daily_user_consumption: 'acus::DECIMAL(38, 9) AS acus',
      daily_service_user_consumption: 'acus::DECIMAL(38, 9) AS acus',
      billing_cycles:
        "cycle_start_at AT TIME ZONE 'UTC' AS cycle_start_at, cycle_end_at AT TIME ZONE 'UTC' AS cycle_end_at",
    };
    const replaced = types[stream] ? `REPLACE (${types[stream]})` : '';
    return `CREATE TABLE devin_usage.${stream} AS SELECT * ${replaced}, now() AS _airbyte_extracted_at FROM main.${stream}`;
  }),
  ...everyStream.map((stream) => `DROP TABLE main.${stream}`),
];

(chromium ? describe : describe.skip)('the report in a browser', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
  const out = path.join(folder, 'report.html');
  let emulator: Emulator;
  let browser: Browser;
  let expected: Record<string, Table>;
  let shown: Record<string, Table>;

  beforeAll(async () => {
    emulator = await startEmulator({ seed: 3, users: 24, now: '2026-11-21T09:00:00Z' });
    const file = path.join(folder, 'devin.duckdb');
    await writeFile(file, emulator);
    makeReport(file, out);
    expected = expectedTables(emulator);
    browser = await launch(chromium ?? '');
    await withPage({ width: 1000 }, async (page) => {
      shown = await tables(page);
    });
  });
  afterAll(async () => {
    await browser.close();
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function withPage(
    options: { width: number; colorScheme?: 'light' | 'dark'; html?: string },
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const { width, colorScheme = 'light', html = out } = options;
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => said.push(request.url()));
    const url = pathToFileURL(html).href;
    await page.goto(url);
    await use(page);
    await page.close();
    expect(said.filter((each) => !each.startsWith('data:'))).toEqual([url]);
  }

  test.each([
    ['a wide screen', 1440],
    ['a small laptop', 1000],
    ['a tablet', 768],
    ['a phone', 390],
    ['a small phone', 340],
  ])('on %s shows every chart, without overlapping labels or horizontal scrolling', async (_, width) => {
    await withPage({ width }, async (page) => {
      expect(await chartProblems(page)).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
    });
  });

  test.each(['light', 'dark'] as const)('has text that can be read in %s', async (colorScheme) => {
    await withPage({ width: 1000, colorScheme }, async (page) => {
      const colors = await page.evaluate<string[]>(
        `['color', 'backgroundColor'].map((name) => getComputedStyle(document.body)[name])`,
      );
      const [text = 0, ground = 0] = colors.map(brightness);
      expect(Math.abs(text - ground)).toBeGreaterThan(150);
      expect(ground > text).toBe(colorScheme === 'light');
    });
  });

  test('printed, keeps the colors of its legends, and cuts no section between pages', async () => {
    await withPage({ width: 700, colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      const style = (selector: string, name: string) =>
        page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}'))['${name}']`);
      expect(await style('.legend i', 'print-color-adjust')).toBe('exact');
      expect(await style('main > section', 'break-inside')).toBe('avoid');
      expect(brightness(await style('main > section', 'background-color'))).toBeGreaterThan(250);
      expect(await chartProblems(page)).toEqual([]);
    });
  });

  test.each(sections)('%s: its table is the truth', (id) => {
    const rows = shown[id] ?? [];
    expect(rows.length).toBeGreaterThan(5);
    expectClose(rows, expected[id] ?? []);
  });

  test('has the same text for tables that PyAirbyte writes', async () => {
    const file = path.join(folder, 'pyairbyte.duckdb');
    const html = path.join(folder, 'pyairbyte.html');
    await writeFile(file, emulator);
    await change(file, asPyAirbyteHasThem);
    makeReport(file, html);
    await withPage({ width: 1000, html }, async (page) => {
      const found = await tables(page);
      for (const id of sections) expectClose(found[id] ?? [], expected[id] ?? []);
      expect(await page.locator('footer').innerText()).toContain('schema devin_usage');
    });
  });

  test('shows the sums, and with every chart its SQL', async () => {
    await withPage({ width: 1000 }, async (page) => {
      const sum = (id: string, column: number) =>
        (expected[id] ?? []).reduce((total, row) => total + Number(row[column]), 0);
      const shown = (amount: number) =>
        amount.toLocaleString('en-US', { maximumFractionDigits: 2, minimumFractionDigits: 2 });
      const text = await page.locator('#accounting').innerText();
      expect(text).toContain(
        `${shown(sum('accounting', 2))} ACUs in total = ${shown(sum('accounting', 3))} of people`,
      );
      const acus = Math.round(sum('acus-by-day', 2)).toLocaleString('en-US');
      expect(await page.locator('#acus-by-day').innerText()).toContain(`${acus} ACUs from Aug 23 to Nov 20`);
      for (const id of sections) {
        await page.locator(`#${id} summary`, { hasText: 'SQL' }).click();
        expect(await page.locator(`#${id} pre`).innerText()).toMatch(/SELECT[^]*ORDER BY/);
      }
    });
  });
});

function makeReport(file: string, out: string): void {
  const { status, stderr } = spawnSync(process.execPath, [program, file, '--out', out], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** Sums are made in another order. */
function expectClose(rows: Table, expected: Table): void {
  const rounded = (table: Table) =>
    table.map((row) => row.map((cell) => (typeof cell === 'number' ? Number(cell.toFixed(5)) + 0 : cell)));
  expect(rounded(rows)).toEqual(rounded(expected));
}

function brightness(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}
