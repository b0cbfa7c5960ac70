// Records test/streams/<stream>.json from the emulator: what a first sync asks and emits, in each scope of the stream.
// Without a name it records the streams that have no fixture yet.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import prettier from 'prettier';
import { loadStreams } from './tables.mjs';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'test/streams');
const { recordFixtures } = await loadRecorder();

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

async function loadRecorder() {
  const entry = path.join(root, 'test/contract/recorder.ts');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
  const module = { exports: {} };
  const evaluate = new Function('module', 'exports', 'require', '__dirname', outputFiles[0].text);
  // The connector finds its resources next to the folder of its code.
  evaluate(module, module.exports, createRequire(entry), path.join(root, 'src'));
  return module.exports;
}
