// npm run test:faros: the core streams through docs/faros.jsonata into Faros's own destination, which writes nothing (dry_run)
// and says what it would write. That is compared with the emulator's truth.
import { deepStrictEqual, equal } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { testClient, timed } from './clients.mjs';
import { outputOf, root, run, startEmulator } from './processes.mjs';

const destination = 'airbyte-faros-destination@0.10.65';
const now = '2026-11-23T09:00:00Z';
const startDate = '2026-10-01';
// As the setting "stream prefix" of a connection: Faros tells sources apart by it.
const prefix = 'devin__';
const streams = ['members', 'daily_user_consumption', 'daily_pr_metrics'];
const counts = ['prs_created_count', 'prs_opened_count', 'prs_merged_count', 'prs_closed_count'];
const program = `
  const { FarosDestinationRunner } = require('airbyte-faros-destination');
  const fail = (error) => { console.error(error.message); process.exitCode = 1; };
  new FarosDestinationRunner().program.parseAsync(process.argv).catch(fail);
`;

await testClient('Faros', async ({ folder, signal, cleanUp }) => {
  const options = { cwd: folder, signal };
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const install = await timed(`${destination} installed`, async () => {
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', destination];
    const { exitCode } = await run('npm', args, options);
    return exitCode === 0 ? {} : { missing: `npm cannot install ${destination}` };
  });
  if (install.missing) return install;
  const emulator = await startEmulator(['--port', '0', '--users', '13', '--seed', '7', '--now', now]);
  cleanUp(emulator.stop);
  for (const scope of ['enterprise', 'organization'])
    await timed(`${destination}, ${scope} scope`, () => writeOnce(emulator, scope, options));
});

async function writeOnce(emulator, scope, options) {
  const file = (name, value) => {
    writeFileSync(path.join(options.cwd, name), typeof value === 'string' ? value : JSON.stringify(value));
    return path.join(options.cwd, name);
  };
  const { keys } = await emulator.ask('info');
  const config = { scope, api_key: keys[scope], api_url: emulator.url, start_date: startDate };
  const source = await readAll(file('config.json', config), file, options);
  file('destination.cjs', program);
  const expression = readFileSync(path.join(root, 'docs', 'faros.jsonata'), 'utf8');
  const settings = { edition_configs: {}, origin: 'devin', dry_run: true, log_records: true };
  const jsonata = { jsonata_expression: expression, jsonata_destination_models: ['*'] };
  file('faros.json', { ...settings, ...jsonata, invalid_record_strategy: 'FAIL' });
  file('source.jsonl', source.messages);
  file('prefixed.json', { streams: source.streams.map(prefixed) });
  const command = 'node destination.cjs write --config faros.json --catalog prefixed.json < source.jsonl';
  const written = messagesIn(await outputOf('sh', ['-c', command], options));
  const models = written.filter(({ type }) => type === 'RECORD').map(({ record }) => record.data);
  await compare(models, emulator, scope);
  return { result: `would write ${models.length} records of ${new Set(models.map(modelOf)).size} models` };
}

/** The streams as configured, and the messages of a whole read, prefixed as Airbyte would. */
async function readAll(config, file, options) {
  const env = { ...process.env, SOURCE_DEVIN_NOW: now };
  const connector = path.join(root, 'bin', 'source-devin');
  const discovered = messagesIn(await outputOf(connector, ['discover', '--config', config], options));
  const { catalog } = discovered.find(({ type }) => type === 'CATALOG');
  const configured = streams.map((name) => ({
    stream: catalog.streams.find((stream) => stream.name === name),
    ...{ sync_mode: 'incremental', destination_sync_mode: 'append_dedup' },
  }));
  const args = ['read', '--config', config, '--catalog', file('catalog.json', { streams: configured })];
  const messages = messagesIn(await outputOf(connector, args, { ...options, env }));
  for (const { record, state } of messages) {
    if (record) record.stream = prefix + record.stream;
    if (state) state.stream.stream_descriptor.name = prefix + state.stream.stream_descriptor.name;
  }
  return { streams: configured, messages: messages.map((message) => JSON.stringify(message)).join('\n') };
}

/** The records that Faros would write are the truth: every person, every value, every day of use. */
async function compare(models, emulator, scope) {
  const truth = (stream) => emulator.ask(`truth?stream=${stream}&scope=${scope}&from=${startDate}`);
  const [members, consumption, metrics] = await Promise.all(streams.map(truth));
  const written = (model) => models.filter((each) => modelOf(each) === model).map((each) => each[model]);
  const emails = (rows) => rows.map(String).sort();
  deepStrictEqual(
    emails(written('identity_Identity').map(({ primaryEmail }) => primaryEmail)),
    emails(members.map(({ email }) => email)),
  );
  for (const model of ['vcs_User', 'vcs_UserIdentity', 'vcs_UserTool'])
    equal(written(model).length, members.length, model);
  equal(
    written('vcs_UserToolUsage').length,
    consumption.filter(({ acus }) => acus > 0).length,
    'days of use',
  );
  const values = written('faros_MetricValue').map(({ uid, value }) => [uid, Number(value)]);
  const expected = [
    ...consumption.map(({ user_id, date, acus }) => [`devin_acus__${user_id}__${date}`, acus]),
    ...metrics.flatMap((row) =>
      counts.map((count) => [`devin_${count}__${row.org_id ?? 'enterprise'}__${row.date}`, row[count]]),
    ),
  ];
  deepStrictEqual(new Map(values), new Map(expected));
}

function prefixed({ stream, ...configured }) {
  return { ...configured, stream: { ...stream, name: prefix + stream.name } };
}

function modelOf(record) {
  return Object.keys(record)[0];
}

function messagesIn(text) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
