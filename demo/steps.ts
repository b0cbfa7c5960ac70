import { writeFileSync } from 'node:fs';
import type { Emulator } from '../emulator/emulator';
import { makeViews } from '../report/models/views';
import { syncFile, type SyncListener } from '../report/sync/sync';
import { Warehouse } from '../report/sync/warehouse';
import { say, wrapped } from '../report/text';
import { showAnswers, showSyncs, type CountedSync } from './answers';
import { dayLater, files, latencyMs, startDate, world } from './plan';

/** The main job from end to end: two syncs into one file, with a day in between, and what the tables answer then. */
export async function runDemo(emulator: Emulator, stop: AbortSignal): Promise<void> {
  tell(`A Devin API is emulated at ${emulator.url}, with ${world.users} invented people and ${latencyMs} ms
    for each answer. Its time is ${emulator.now}.`);
  const { url: api_url, keys } = emulator;
  const config = { scope: 'enterprise', api_key: keys.enterprise, api_url, start_date: startDate };
  writeFileSync(files.config, `${JSON.stringify(config, null, 2)}\n`);

  const first = await syncNow(emulator, stop);
  emulator.setNow(dayLater);
  say('');
  tell(`One day later, at ${emulator.now}: the second sync continues from the states of the first.`);
  const second = await syncNow(emulator, stop);

  await makeViews(files.database, {});
  const warehouse = await Warehouse.open(files.database);
  try {
    await showAnswers(warehouse);
    await showSyncs([first, second], warehouse);
  } finally {
    warehouse.close();
  }
}

async function syncNow(emulator: Emulator, stop: AbortSignal): Promise<CountedSync> {
  emulator.resetLog();
  const { config, database: file } = files;
  const done = await syncFile({ config, file, now: emulator.now, stop, listener });
  if (done.failures.length > 0) throw new Error(done.failures.map(({ message }) => message).join(' '));
  const report = { ...done, requests: emulator.requestCounts().total };
  const records = [...report.records.values()].reduce((sum, count) => sum + count, 0);
  tell(`${records} records with ${report.requests} requests in ${report.seconds.toFixed(1)} s.`);
  return report;
}

const listener: SyncListener = {
  command: (command) => {
    say('');
    say(wrapped(`$ bin/source-devin ${command}`, ' '));
  },
  tell,
  streamEnd: () => undefined,
};

function tell(text: string): void {
  say(wrapped(text));
}
