import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Emulator } from '../emulator/emulator';
import { configureAll, type CatalogStream } from './catalog';
import { runConnector, type Message } from './connector';
import { dayLater, latencyMs, outputFolder, startDate, world } from './plan';
import { showAnswers, showSyncs } from './report';
import { sync, type SyncReport } from './sync';
import { say, wrapped } from './text';
import type { Warehouse } from './warehouse';

const file = (name: string) => path.join(outputFolder, name);
const config = ['--config', file('config.json')];
const all = [...config, '--catalog', file('catalog.json'), '--state', file('state.json')];

/** The main job from end to end: each step is one that a data platform takes with a connector. */
export async function runDemo(emulator: Emulator, warehouse: Warehouse, stop: AbortSignal): Promise<void> {
  tell(`A Devin API is emulated at ${emulator.url}, with ${world.users} invented people and ${latencyMs} ms
    for each answer. Its time is ${emulator.now}.`);
  const { url: api_url, keys } = emulator;
  write('config.json', { scope: 'enterprise', api_key: keys.enterprise, api_url, start_date: startDate });
  write('state.json', []);

  const { spec } = await ask('spec', [], stop);
  tell(`Configuration: ${Object.keys(spec?.connectionSpecification.properties ?? {}).join(', ')}.`);
  const { connectionStatus } = await ask('check', config, stop);
  tell(`${connectionStatus?.status ?? ''}: ${connectionStatus?.message ?? ''}`);
  if (connectionStatus?.status !== 'SUCCEEDED') throw new Error('check did not succeed.');
  const { catalog } = await ask('discover', config, stop);
  const streams = catalog?.streams ?? [];
  tell(`Streams: ${streams.map(({ name }) => name).join(', ')}.`);
  write('catalog.json', configureAll(streams));
  for (const stream of streams) await warehouse.createTable(stream);

  const first = await syncNow(emulator, streams, warehouse, stop);
  emulator.setNow(dayLater);
  tell(`One day later, at ${emulator.now}: the second sync continues from the states of the first.`);
  const second = await syncNow(emulator, streams, warehouse, stop);

  await showAnswers(warehouse);
  await showSyncs(streams, [first, second], warehouse);
}

/** Runs a command and gives the message that answers it. */
async function ask(command: string, files: readonly string[], stop: AbortSignal): Promise<Message> {
  announce(command, files);
  const answers: Message[] = [];
  const types = ['SPEC', 'CONNECTION_STATUS', 'CATALOG'];
  await runConnector([command, ...files], { now: world.now, stop }, (message) => {
    if (types.includes(message.type)) answers.push(message);
  });
  const [answer] = answers;
  if (answer === undefined) throw new Error(`bin/source-devin ${command} gave no answer.`);
  return answer;
}

async function syncNow(
  emulator: Emulator,
  streams: readonly CatalogStream[],
  warehouse: Warehouse,
  stop: AbortSignal,
): Promise<SyncReport> {
  announce('read', all);
  emulator.resetLog();
  const done = await sync(outputFolder, streams, warehouse, { now: emulator.now, stop });
  const report = { ...done, requests: emulator.requestCounts().total };
  const records = [...report.records.values()].reduce((sum, count) => sum + count, 0);
  tell(`${records} records with ${report.requests} requests in ${report.seconds.toFixed(1)} s.`);
  return report;
}

function announce(command: string, files: readonly string[]): void {
  say('');
  say(wrapped(`$ bin/source-devin ${[command, ...files].join(' ')}`, ' '));
}

function tell(text: string): void {
  say(wrapped(text));
}

function write(name: string, content: unknown): void {
  writeFileSync(file(name), `${JSON.stringify(content, null, 2)}\n`);
}
