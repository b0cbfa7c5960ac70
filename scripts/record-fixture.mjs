// Records test/streams/<stream>.json from the emulator: what a first sync asks and emits, in each scope of the stream.
// Without a name it records the streams that have no fixture yet.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { loadTypeScript } from './load-typescript.mjs';
import { loadStreams } from './tables.mjs';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'test/streams');
const { recordFixtures } = await loadTypeScript(root, 'test/contract/recorder.ts');

const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : await streamsWithoutFixture()) {
  const text = JSON.stringify(await recordFixtures(name));
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(name), await prettier.format(text, { parser: 'json', printWidth: 110 }));
  console.log(`wrote test/streams/${name}.json`);
}

async function streamsWithoutFixture() {
  const streams = await loadStreams(root);
  return streams.map(({ name }) => name).filter((name) => !existsSync(fileOf(name)));
}

function fileOf(name) {
  return path.join(folder, `${name}.json`);
}
