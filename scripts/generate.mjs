// Writes the generated files: the spec from the type of the configuration; the schemas and docs/streams.md from the
// streams; the tables of the documents from both; the SQL that stands alone from the dbt models; and the licenses of
// what is built in from the bundle. The shapes of Devin's answers come from docs/reference/devin-openapi.yaml. With --check it writes nothing, and exits 1 when a committed file differs.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { apiShapes } from './api-shapes.mjs';
import { questionTables } from './question-tables.mjs';
import { thirdPartyLicenses } from './licenses.mjs';
import { standAloneModels } from './models.mjs';
import { readTypes, recordSchema, spec } from './schemas.mjs';
import { readFacts, streamsPage } from './streams-page.mjs';
import { configurationList, loadStreams, permissionsTable, streamsTable, withTables } from './tables.mjs';

const root = path.join(import.meta.dirname, '..');
const documents = ['README.md', 'docs/devin.md', 'docs/reference/devin-api.md'];

const wanted = await wantedFiles();
const stale = [...wanted.keys()].filter((file) => wanted.get(file) !== readText(file));
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`Not up to date: ${stale.join(', ')}. Run "npm run generate" and commit what it changes.`);
    process.exitCode = 1;
  }
} else {
  stale.forEach(write);
}

/** The text that each generated file must have, by its path; undefined for a file that must not be there. */
async function wantedFiles() {
  const connectorSpec = spec(readTypes(root));
  const files = new Map([['resources/spec.json', json(connectorSpec)]]);
  files.set('resources/devin-api.json', apiShapes(root));
  for (const schemaFile of committedSchemas()) files.set(schemaFile, undefined);
  const streams = await loadStreams(root);
  for (const stream of streams)
    files.set(`resources/schemas/${stream.name}.json`, json(recordSchema(stream)));
  const facts = readFacts(root);
  files.set('docs/streams.md', await streamsPage(streams, facts));
  const tables = {
    configuration: configurationList(connectorSpec),
    permissions: permissionsTable(streams),
    streams: streamsTable(streams, facts),
    ...(await questionTables(root)),
  };
  for (const [file, sql] of standAloneModels(root)) files.set(file, sql);
  files.set('THIRD_PARTY_LICENSES', await thirdPartyLicenses(root));
  for (const document of documents.filter((file) => existsSync(path.join(root, file)))) {
    files.set(document, await withTables(readText(document), tables));
  }
  return files;
}

function committedSchemas() {
  const folder = 'resources/schemas';
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder)).map((file) => `${folder}/${file}`);
}

function readText(file) {
  const absolute = path.join(root, file);
  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
}

function write(file) {
  const absolute = path.join(root, file);
  const text = wanted.get(file);
  if (text === undefined) return rmSync(absolute);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
  console.log(`wrote ${file}`);
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
