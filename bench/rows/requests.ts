import { read } from '../connector';
import {
  lastDay,
  nextNight,
  now,
  withEmulator,
  type EmulatorOptions,
  type EmulatorProcess,
} from '../emulator-process';
import { MessageCounter } from '../message-counter';
import type { Line, Row } from '../row';

const startDate = '2025-11-21';

/** The first sync, and the nightly one after it, which reads the look-back and the new day; each with its days. */
const syncs = [
  { name: 'first sync', at: now, from: startDate, to: lastDay, days: 365 },
  { name: 'nightly', at: nextNight, from: '2026-10-24', to: '2026-11-21', days: 29 },
] as const;

interface World {
  readonly what: string;
  readonly stream: 'daily_pr_metrics' | 'daily_user_pr_metrics';
  readonly emulator: Pick<EmulatorOptions, 'users' | 'activeUsers' | 'activeDays'>;
}

const worlds: readonly World[] = [
  { what: 'dense', stream: 'daily_pr_metrics', emulator: { users: 1_000 } },
  {
    what: 'sparse',
    stream: 'daily_pr_metrics',
    emulator: { users: 1_000, activeUsers: 0.001, activeDays: 0.19 },
  },
  ...[0.05, 0.2, 0.8].map((activeUsers): World => {
    // About every second day of use brings a pull request: one day in ten has one.
    const emulator = { users: 1_150, activeUsers, activeDays: 0.19 };
    return { what: `${activeUsers * 100} % of 1,000 users`, stream: 'daily_user_pr_metrics', emulator };
  }),
];

export const requests: Row = {
  name: 'requests',
  isCounted: true,
  title:
    'Requests: first sync of 365 days, and the nightly one after it; counted once, as they are the same every time',
  measure: async () => {
    const lines: Line[] = [];
    for (const world of worlds) {
      lines.push(
        ...(await withEmulator({ ...world.emulator, days: 400 }, (emulator) => count(world, emulator))),
      );
    }
    return lines;
  },
};

async function count({ what, stream }: World, emulator: EmulatorProcess): Promise<Line[]> {
  const users = stream === 'daily_pr_metrics' ? 1 : await rosterSize(emulator);
  const lines: Line[] = [];
  let states: readonly object[] | undefined;
  for (const { name, at, from, to, days } of syncs) {
    await emulator.setNow(at);
    await emulator.reset();
    const counter = new MessageCounter();
    const options = { streams: [stream], startDate, take: counter.take, now: at };
    await read(emulator, { ...options, ...(states && { states }) });
    states = counter.states;
    const { byRoute } = await emulator.requests();
    const sent = byRoute['/v3/enterprise/metrics/prs'] ?? 0;
    const active = (await emulator.truth(stream, from, to)).filter(isNotZero).length;
    lines.push(lineOf(`${what}, ${name}`, { sent, active, users, naive: days * users }));
  }
  return lines.map((line) => ({ ...line, what: `${stream}, ${line.what}` }));
}

/** The requested users; the naive way also needs their list. */
async function rosterSize(emulator: EmulatorProcess): Promise<number> {
  const counter = new MessageCounter();
  await read(emulator, { streams: ['members'], startDate, take: counter.take });
  return counter.records;
}

function isNotZero(row: object): boolean {
  return Object.values(row).some((value) => typeof value === 'number' && value !== 0);
}

interface Count {
  readonly sent: number;
  readonly active: number;
  readonly users: number;
  readonly naive: number;
}

function lineOf(what: string, { sent, active, users, naive }: Count): Line {
  const windows = Math.ceil(naive / users / 90);
  const few = 4 * active + users / 50 + windows;
  const most = 1.2 * naive + 1;
  const perActive = ((sent - users / 50 - windows) / Math.max(active, 1)).toFixed(2);
  return {
    what,
    ours: `${sent.toLocaleString('en-US')} requests`,
    beside: `naive: ${naive.toLocaleString('en-US')}; not zero: ${active.toLocaleString('en-US')}`,
    ratio: `${(sent / naive).toFixed(3)} × naive, ${perActive} for each not zero`,
    goal: `at most ${Math.round(Math.min(few, most)).toLocaleString('en-US')}`,
    isMet: sent <= Math.min(few, most),
  };
}
