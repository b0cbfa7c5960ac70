import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lastDay, nextNight, now, withEmulator, type EmulatorOptions } from '../emulator-process';
import type { Connection, Contestant, Moment } from './contestants';
import type { Outcome } from './measured-run';
import { lostOf, owedOf } from './rows';

const tonight: Moment = { now, lastDay };
const dayAfter: Moment = { now: nextNight, lastDay: '2026-11-21' };
const startDate = '2026-08-23';
const coreStreams = ['members', 'daily_user_consumption', 'daily_pr_metrics'];

/** One sync of one contestant, and how many of the rows owed until then were never written. */
export interface Result extends Outcome {
  readonly owed: number;
  readonly lost: number;
}

/** What happens to a connection; `parts` names the syncs that `play` measures. */
export interface Scenario {
  readonly parts: readonly string[];
  readonly emulator: EmulatorOptions;
  readonly streams: readonly string[];
  readonly play: (sync: (moment: Moment) => Promise<Result>, connection: Connection) => Promise<Result[]>;
}

const syncs: Scenario = {
  parts: ['first sync of 1,000 users, 60 ms an answer', 'the sync of the next night'],
  emulator: { users: 1_150, days: 120, latencyMs: 60 },
  streams: coreStreams,
  play: async (sync, { emulator }) => {
    const first = await sync(tonight);
    await emulator.setNow(nextNight);
    return [first, await sync(dayAfter)];
  },
};

const output: Scenario = {
  parts: ['output of 200,000 records, without latency'],
  emulator: { users: 2_560, days: 120 },
  streams: ['daily_user_consumption'],
  play: async (sync) => [await sync(tonight)],
};

const storm: Scenario = {
  parts: ['the first sync, 15 s of it all 429 with Retry-After: 1'],
  emulator: { users: 1_150, days: 120, latencyMs: 60 },
  streams: coreStreams,
  play: async (sync, { emulator }) => {
    const refusal = { kind: 'storm', status: 429, seconds: 15, retryAfter: 1 };
    await emulator.plan({ add: [{ ...refusal, path: '*', occurrences: { from: 300 } }] });
    return [await sync(tonight)];
  },
};

export const timed: readonly Scenario[] = [syncs, output, storm];

/** One user of many is refused; then no longer. */
export const refusedUser: Scenario = {
  parts: ['one of 100 users is answered 403', 'and the sync after that, when it is answered again'],
  emulator: { users: 115, days: 120 },
  streams: coreStreams,
  play: async (sync, { emulator }) => {
    const [member] = (await emulator.truth('members', startDate)) as { user_id: string }[];
    const asked = `*/consumption/daily/users/${member?.user_id ?? ''}`;
    await emulator.plan({ add: [{ kind: 'status', status: 403, path: asked }] });
    const refused = await sync(tonight);
    await emulator.plan({ clear: true });
    return [refused, await sync(tonight)];
  },
};

/** Plays a scenario with an emulator and a folder of its own: the results of its parts. */
export function play(scenario: Scenario, { sync, rows }: Contestant, python: string): Promise<Result[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'source-devin-peers-'));
  return withEmulator(scenario.emulator, async (emulator) => {
    const connection = { python, folder, emulator, streams: scenario.streams, startDate };
    const checkedSync = async (moment: Moment): Promise<Result> => {
      const outcome = await sync(connection, moment);
      return { ...outcome, ...(await loss(connection, moment, rows)) };
    };
    return scenario.play(checkedSync, connection);
  }).finally(() => rmSync(folder, { recursive: true, force: true }));
}

async function loss(connection: Connection, moment: Moment, rowsOf: Contestant['rows']) {
  const written = rowsOf(connection);
  let [owed, lost] = [0, 0];
  for (const stream of connection.streams) {
    const rows = owedOf(await connection.emulator.truth(stream, startDate, moment.lastDay));
    owed += rows.length;
    lost += lostOf(stream, rows, written);
  }
  return { owed, lost };
}
