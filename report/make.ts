import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { asset } from './assets';
import { canvases, type Canvas } from './canvas';
import { Database } from './database';
import { moneyFormat } from './format';
import { fillingOf, type Choices } from './models/filling';
import { allModels, neededStreams, renderedModels, type Model } from './models/models';
import { render, usesOf, type Filling } from './models/template';
import { pageOf, type Card } from './page';
import { problemOf } from './problems';
import type { About, Section } from './section';
import { sections } from './sections/index';
import { existsIn } from './streams';

/** Widths of the same chart in CSS pixels: on a phone, on a tablet, and in one or both columns of a desktop. */
const widths = { phone: 340, tablet: 660, oneColumn: 480, bothColumns: 1016 };

export interface ReportOptions extends Choices {
  /** A DuckDB file that holds synced streams. */
  readonly file: string;
  /** The schema of the tables; default: the schema with the most streams. */
  readonly schema?: string | undefined;
  /** The HTML file to write. */
  readonly out: string;
}

/** All that the cards are made from. */
interface Desk {
  readonly database: Database;
  readonly filling: Filling;
  readonly models: readonly Model[];
  readonly about: About;
  readonly isMetered: boolean;
  readonly canvasOf: (width: number) => Canvas;
  readonly doubled: ReadonlySet<string>;
}

/** Writes the report as one self-contained HTML file. Throws if the file has no stream. */
export async function makeReport(options: ReportOptions): Promise<void> {
  const { file, schema, out, price, currency = 'USD' } = options;
  const database = await Database.open(file, schema);
  try {
    const scope = await database.scope();
    const { has } = database;
    const filling = fillingOf(options, scope, has);
    const about = { scope, has, money: moneyFormat(price, currency) };
    const models = allModels();
    const doubled = await doubledStreams(database, models);
    const desk = {
      database,
      filling,
      models,
      about,
      doubled,
      isMetered: await isMetered(database),
      canvasOf: await canvases(),
    };
    await buildModels(desk);
    const cards: Card[] = [];
    for (const section of sections.filter((each) => exists(each, desk)))
      cards.push(await cardOf(section, desk));
    const left = sections.filter((each) => !exists(each, desk)).map(({ title }) => title);
    const source = { name: path.basename(file), schema: database.schema };
    writeFileSync(out, pageOf(cards, { source, left, style: asset('style.css') }));
  } finally {
    database.close();
  }
}

/** Makes each model whose streams are there a table for this connection only, so that it is computed once. */
async function buildModels({ database, filling, models, doubled }: Desk): Promise<void> {
  for (const { name, sql } of renderedModels(filling)) {
    const { streams, optional } = neededStreams(usesOf(`{{ ref('${name}') }}`), models);
    if ([...streams, ...optional].some((stream) => doubled.has(stream))) continue;
    await database.run(`CREATE TEMP TABLE ${name} AS ${sql}`);
  }
}

/** Whether the section's streams exist in the scope that was read. */
function exists(section: Section, { models, about: { scope } }: Desk): boolean {
  const uses = neededStreams(usesOf(asset('sql', section.file)), models);
  return (uses.scope ?? scope) === scope && uses.streams.every((stream) => existsIn(scope, stream));
}

async function cardOf(section: Section, desk: Desk): Promise<Card> {
  const { database, filling, models, about, doubled, canvasOf } = desk;
  const template = asset('sql', section.file);
  const sql = render(template, filling);
  const uses = neededStreams(usesOf(template), models);
  const absent = { section, sql };
  const lacking = uses.streams.filter((stream) => !database.has(stream));
  if (lacking.length > 0) return { ...absent, problem: problemOf('missing', lacking) };
  const twice = [...uses.streams, ...uses.optional].filter((stream) => doubled.has(stream));
  if (twice.length > 0) return { ...absent, problem: problemOf('doubled', twice) };
  if (section.isAboutAcus && !desk.isMetered) return { ...absent, problem: problemOf('unmetered', []) };
  const answer = await database.query(sql);
  if (answer.rows.length === 0) return { ...absent, problem: problemOf('empty', []) };
  const { figure, ...content } = section.show(answer.rows, about);
  const on = (width: number) => figure?.(canvasOf(width)) ?? '';
  return {
    section,
    sql,
    shown: {
      content,
      answer,
      missing: uses.optional.filter((stream) => !database.has(stream) && existsIn(about.scope, stream)),
    },
    ...(figure && {
      figures: {
        phone: on(widths.phone),
        tablet: on(widths.tablet),
        desktop: on(section.isWide ? widths.bothColumns : widths.oneColumn),
      },
    }),
  };
}

async function doubledStreams(database: Database, models: readonly Model[]): Promise<Set<string>> {
  const uses = sections.map(({ file }) => neededStreams(usesOf(asset('sql', file)), models));
  const used = new Set(uses.flatMap(({ streams, optional }) => [...streams, ...optional]));
  const doubled = new Set<string>();
  for (const stream of [...used].filter(database.has))
    if ((await database.countDuplicates(stream)) > 0) doubled.add(stream);
  return doubled;
}

/** Whether any ACUs were ever counted; where none were, 0 says nothing about use. */
async function isMetered(database: Database): Promise<boolean> {
  if (!database.has('daily_consumption')) return true;
  const { rows } = await database.query('SELECT 1 FROM daily_consumption WHERE acus > 0 LIMIT 1');
  return rows.length > 0;
}
