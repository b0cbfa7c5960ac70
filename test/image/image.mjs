// npm run test:image: builds the image and runs it as Airbyte would, against the emulator. Says in one line why it skips
// where nothing can build an image, and exits 0 then; exits 1 at the first thing that is wrong.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, run, startEmulator, startProcess, stopOnSignals } from '../clients/processes.mjs';
import { findEngine } from './engines.mjs';

const entryPoint = '/airbyte/bin/source-devin';
/** What Airbyte's launcher scripts use. */
const programs = ['sh', 'cat', 'chmod', 'cp', 'ls', 'mkdir', 'mkfifo', 'mv', 'rm', 'sleep', 'touch'];
/** Package managers of the base image, and what they are made of. */
const managers = ['npm', 'npx', 'yarn', 'yarnpkg', 'corepack'];
const managersFolders = ['/usr/local/lib/node_modules', '/opt/yarn-v1.22.22'];
/** One that the image does not know. */
const otherUser = 4321;
const files = ['--config', '/data/config.json'];
const readAll = ['read', ...files, '--catalog', '/data/catalog.json'];

const signal = stopOnSignals();
const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-image-'));
let emulator;
try {
  const engine = await findEngine(signal);
  if (engine === undefined) console.log('Image: skipped, neither a Docker engine nor BUILD_IMAGE is there.');
  else await testWith(engine);
} catch (error) {
  console.error(signal.aborted ? 'Interrupted.' : error.message);
  process.exitCode = 1;
} finally {
  await emulator?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function testWith(engine) {
  await step(`built with ${engine.name}`, () => engine.build());
  try {
    await smoke(engine);
  } finally {
    await engine.remove();
  }
}

async function smoke(engine) {
  emulator = await startEmulator(['--users', '8', '--now', new Date().toISOString()]);
  const { keys } = await emulator.ask('info');
  const startDate = isoDate(-10);
  const config = {
    scope: 'enterprise',
    api_key: keys.enterprise,
    api_url: emulator.url,
    start_date: startDate,
  };
  share('config.json', config);
  const command = async (args) => messages((await succeed(engine, args)).stdout);

  await step('spec is resources/spec.json', async () => {
    const spec = JSON.parse(readFileSync(path.join(root, 'resources/spec.json')));
    assert.deepEqual(
      (await command(['spec'])).map((message) => message.spec),
      [spec],
    );
  });
  await step('check succeeds', async () => {
    const [{ connectionStatus }] = await command(['check', ...files]);
    assert.equal(connectionStatus.status, 'SUCCEEDED', connectionStatus.message);
  });
  const [{ catalog }] = await command(['discover', ...files]);
  share('catalog.json', { streams: catalog.streams.map(configured) });
  await step('every stream is the truth', async () => {
    const { stdout, broken, proof } = await engine.strictRun(folder, readAll);
    await requireTruth(catalog.streams, messages(stdout), startDate);
    assert.deepEqual(broken, []);
    console.log(`Image: ${proof}`);
  });

  await emulator.ask('limits', { latencyMs: 500 });
  await step('SIGTERM reaches the connector, which ends with its last safe states', () => terminate(engine));
  await step('entry points equal, labels, user airbyte', async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json')));
    const { env, labels, ...rest } = await engine.inspect(folder);
    assert.deepEqual(rest, { entryPoint, user: '1000', userName: 'airbyte' });
    assert.equal(env.AIRBYTE_ENTRYPOINT, entryPoint);
    const metadata = readFileSync(path.join(root, 'metadata.yaml'), 'utf8');
    const repository = /dockerRepository: (.*)/.exec(metadata)[1];
    assert.equal(labels['io.airbyte.name'], repository);
    assert.deepEqual(
      [labels['io.airbyte.version'], /dockerImageTag: (.*)/.exec(metadata)[1]],
      [version, version],
    );
  });
  await step('its files are read-only for it', async () =>
    assert.deepEqual(await engine.writable(folder), []),
  );
  await step('a shell and coreutils are there', async () =>
    assert.deepEqual(await engine.lacks(folder, programs), []),
  );
  await step('no package manager is there', async () => {
    assert.deepEqual(await engine.lacks(folder, managers), managers);
    assert.deepEqual(await engine.present(folder, managersFolders), []);
  });
  await step('check succeeds as a user that the image does not know', async () => {
    const [{ connectionStatus }] = messages(await engine.runAs(folder, otherUser, ['check', ...files]));
    assert.equal(connectionStatus.status, 'SUCCEEDED', connectionStatus.message);
  });
}

async function terminate(engine) {
  const [program, args] = engine.command(folder, readAll);
  const running = startProcess(program, args, { cwd: folder });
  let stdout = '';
  const started = new Promise((resolve) => {
    running.child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (stdout.includes('"RECORD"')) resolve();
    });
  });
  running.child.stderr.resume();
  const ended = new Promise((resolve) => running.child.once('close', resolve));
  await Promise.race([started, ended]);
  const expected = await engine.terminate(running);
  const startedMs = performance.now();
  const exitCode = await ended;
  assert.ok(performance.now() - startedMs < 5_000, 'it took longer than five seconds to end');
  if (expected !== undefined) assert.equal(exitCode, expected);
  assert.notEqual(exitCode, 0);
  assert.match(stdout, /\n$/, 'the last line is torn');
  const found = messages(stdout);
  assert.ok(
    found.some(({ type }) => type === 'STATE'),
    'no state was written',
  );
  assert.ok(
    found.some(({ trace }) => trace?.stream_status?.status === 'INCOMPLETE'),
    'no stream is incomplete',
  );
}

/** Records equal the emulator's truth, field by field, in every stream. */
async function requireTruth(streams, found, startDate) {
  for (const stream of streams) {
    // Periods end at midnight: between then and 08:00 UTC there is one that no complete billing day covers.
    const to = stream.default_cursor_field?.[0] === 'period_start' ? `&to=${isoDate(0)}` : '';
    const truth = await emulator.ask(`truth?stream=${stream.name}&scope=enterprise&from=${startDate}${to}`);
    const records = found
      .filter(({ record }) => record?.stream === stream.name)
      .map(({ record }) => record.data);
    const keyOf = (row) => JSON.stringify(stream.source_defined_primary_key.map(([field]) => row[field]));
    const byKey = new Map(records.map((row) => [keyOf(row), row]));
    const told = truth.map((row) => pick(byKey.get(keyOf(row)) ?? {}, Object.keys(row)));
    assert.deepEqual(told, truth, `records of ${stream.name}`);
    assert.equal(records.length, truth.length, `number of records of ${stream.name}`);
  }
}

/** Today's UTC date, or a date that many days later. */
function isoDate(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

function pick(row, names) {
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}

function configured(stream) {
  return { stream, sync_mode: 'full_refresh', destination_sync_mode: 'overwrite' };
}

async function succeed(engine, args) {
  const [program, programArgs] = engine.command(folder, args);
  const ended = await run(program, programArgs, { cwd: folder, signal });
  assert.equal(ended.exitCode, 0, ended.output);
  return ended;
}

function messages(stdout) {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The image's user is not ours: everybody may read what is shared with it. */
function share(name, value) {
  chmodSync(folder, 0o755);
  writeFileSync(path.join(folder, name), JSON.stringify(value), { mode: 0o644 });
}

async function step(what, work) {
  const startedMs = performance.now();
  await work().catch((error) => {
    throw new Error(`Image: not so: ${what}.\n${error.message}`, { cause: error });
  });
  console.log(`Image: ${what} (${((performance.now() - startedMs) / 1000).toFixed(0)} s)`);
}
