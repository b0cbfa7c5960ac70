import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canvases, type Canvas } from './canvas';
import { Database } from './database';
import { pageOf, type Card } from './page';
import type { Section } from './section';
import { accounting } from './sections/accounting';
import { acusByDay } from './sections/acus-by-day';
import { adoption } from './sections/adoption';
import { burnDown } from './sections/burn-down';
import { mergeRate } from './sections/merge-rate';
import { topUsers } from './sections/top-users';
import { standIns, type StreamName } from './streams';

const sections: readonly Section[] = [acusByDay, burnDown, topUsers, mergeRate, adoption, accounting];

/** Widths of the same chart in CSS pixels: on a phone, on a tablet, and in one or both columns of a desktop. */
const widths = { phone: 340, tablet: 660, oneColumn: 480, bothColumns: 1016 };

export interface ReportOptions {
  /** A DuckDB file that holds synced streams. */
  readonly file: string;
  /** The schema of the tables; default: the schema with the most streams. */
  readonly schema?: string | undefined;
  /** The HTML file to write. */
  readonly out: string;
}

/** Writes the report as one self-contained HTML file. Throws if the file has no stream. */
export async function makeReport({ file, schema, out }: ReportOptions): Promise<void> {
  const database = await Database.open(file, schema);
  try {
    const canvasOf = await canvases();
    const cards: Card[] = [];
    for (const section of sections) cards.push(await cardOf(section, database, canvasOf));
    const source = { name: path.basename(file), schema: database.schema };
    writeFileSync(out, pageOf(cards, source, asset('style.css')));
  } finally {
    database.close();
  }
}

async function cardOf(
  section: Section,
  database: Database,
  canvasOf: (width: number) => Canvas,
): Promise<Card> {
  const sql = asset('sql', section.file);
  const missing = section.needs.filter((stream) => !database.has(stream));
  const lacking = missing.filter((stream) => standIns[stream] === undefined);
  const absent = { section, sql };
  if (lacking.length > 0) return { ...absent, problem: problemOf('missing', lacking) };
  const doubled = await withDuplicates(section, database);
  if (doubled.length > 0) return { ...absent, problem: problemOf('doubled', doubled) };
  const standing = missing.map((stream) => standIns[stream] ?? '');
  for (const statement of standing)
    await database.run(statement.replace('TEMP TABLE', 'TEMP TABLE IF NOT EXISTS'));
  const answer = await database.query(sql);
  if (answer.rows.length === 0) return { ...absent, problem: 'The tables have no data to show here yet.' };
  const { figure, ...content } = section.show(answer.rows);
  const on = (width: number) => figure(canvasOf(width));
  return {
    section,
    sql: [...standing, sql].join('\n'),
    shown: { content, answer, missing },
    figures: {
      phone: on(widths.phone),
      tablet: on(widths.tablet),
      desktop: on(section.isWide ? widths.bothColumns : widths.oneColumn),
    },
  };
}

async function withDuplicates({ needs }: Section, database: Database): Promise<StreamName[]> {
  const doubled: StreamName[] = [];
  for (const stream of needs.filter((each) => database.has(each))) {
    if ((await database.countDuplicates(stream)) > 0) doubled.push(stream);
  }
  return doubled;
}

function problemOf(kind: 'missing' | 'doubled', streams: readonly StreamName[]): string {
  const names = `the ${streams.length === 1 ? 'stream' : 'streams'} ${streams.join(', ')}`;
  if (kind === 'doubled') {
    return (
      `This needs one row for each primary key, but rows are repeated in ${streams.join(', ')}: the destination ` +
      'appends. Choose a sync mode with deduplication, or make the report from tables without duplicates.'
    );
  }
  return (
    `This needs ${names}, which ${streams.length === 1 ? 'is' : 'are'} not in the file: add what is missing to the ` +
    'connection, sync, and make the report again.'
  );
}

function asset(...segments: string[]): string {
  return readFileSync(path.join(__dirname, '..', 'report', ...segments), 'utf8');
}
