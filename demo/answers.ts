import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SyncReport } from '../report/sync/sync';
import type { Warehouse } from '../report/sync/warehouse';
import { say, tableLines, wrapped } from '../report/text';
import { model, questions } from './plan';

export interface CountedSync extends SyncReport {
  /** Requests that Devin was sent. */
  readonly requests: number;
}

/** A line for each stream: its rows in the warehouse, and the records and seconds of each sync. */
export async function showSyncs(
  reports: readonly [CountedSync, CountedSync],
  warehouse: Warehouse,
): Promise<void> {
  const [{ streams }] = reports;
  const counts = await Promise.all(streams.map(({ name }) => warehouse.countRows(name)));
  const rows = streams.map(({ name }, index) => [
    name,
    grouped(counts[index] ?? 0),
    ...reports.flatMap(({ records, streamSeconds }) => [
      grouped(records.get(name) ?? 0),
      (streamSeconds.get(name) ?? 0).toFixed(2),
    ]),
  ]);
  const total = [
    'all',
    grouped(sum(counts)),
    ...reports.flatMap(({ records, seconds }) => [grouped(sum([...records.values()])), seconds.toFixed(2)]),
  ];
  const requests = ['requests', '', ...reports.flatMap((report) => [grouped(report.requests), ''])];
  const headings = ['stream', 'rows', 'first sync', 'seconds', 'a day later', 'seconds'];
  heading('What is in the tables, and how many records each sync brought (streams are read side by side)');
  tableLines({ headings, rows: [...rows, total, requests] }).forEach(say);
}

/** Asks the questions of the plan: each with its SQL file and the warehouse's answer. */
export async function showAnswers(warehouse: Warehouse): Promise<void> {
  for (const { title, file } of questions) {
    heading(`${title} (demo/sql/${file})`);
    tableLines(await warehouse.query(sqlOf(`demo/sql/${file}`))).forEach(say);
  }
}

export function showNextSteps(file: string, report: string): void {
  heading('Next');
  const steps = [
    `See it all as charts, each with the SQL that made it: open ${report} in a browser.`,
    'Make the same page of your own Devin: write {"scope": "enterprise", "api_key": "cog_…"} to config.json, and run ' +
      '"npm run report -- --config config.json".',
    `Ask your own questions: the tables and the view ${model.view} are in ${file}, for any DuckDB client.`,
    'Play with the connector: "npm run emulator -- --port 8765" starts an invented Devin, and in another terminal ' +
      '"bin/source-devin check --config test_files/config.json" talks to it.',
    'Read your Devin into a warehouse: see "Use it" in README.md.',
  ];
  for (const step of steps) say(wrapped(`- ${step}`));
}

function sqlOf(file: string): string {
  return readFileSync(path.join(__dirname, '..', file), 'utf8');
}

function heading(text: string): void {
  say('');
  say(wrapped(text, ''));
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
