import { read } from '../connector';
import { lastDay, nextNight, now, withEmulator, type EmulatorProcess } from '../emulator-process';
import { MessageCounter } from '../message-counter';
import type { Line, Row } from '../row';
import { requestWorlds, type RequestWorld } from './request-worlds';

const startDate = '2025-11-21';

/** The first sync, and the nightly one after it, which reads the look-back and the new day; each with its days. */
const syncs = [
  { name: 'first sync', at: now, from: startDate, to: lastDay, days: 365 },
  { name: 'nightly', at: nextNight, from: '2026-10-24', to: '2026-11-21', days: 29 },
] as const;

export const requests: Row = {
  name: 'requests',
  isCounted: true,
  title:
    'Requests for metrics, with the pages of sessions: first sync of 365 days, and the nightly one after it; counted once, as they are the same every time',
  measure: async () => {
    const lines: Line[] = [];
    for (const world of requestWorlds) {
      lines.push(
        ...(await withEmulator({ ...world.emulator, days: 400 }, (emulator) => count(world, emulator))),
      );
    }
    return lines;
  },
};

async function count(world: RequestWorld, emulator: EmulatorProcess): Promise<Line[]> {
  const { what, stream, before } = world;
  const lines: Line[] = [];
  let states: readonly object[] | undefined;
  if (world.isListForbidden) await emulator.forbid('/v3/enterprise/sessions');
  for (const [index, { name, at, from, to, days }] of syncs.entries()) {
    await emulator.setNow(at);
    await emulator.reset();
    const counter = new MessageCounter();
    const options = { streams: [stream], startDate, take: counter.take, now: at };
    await read(emulator, { ...options, ...(states && { states }) });
    states = counter.states;
    const sent = await sentFor(emulator);
    const active = (await emulator.truth(stream, from, to)).filter(isNotZero).length;
    const windows = stream === 'daily_pr_metrics' ? 2 * Math.ceil(days / 90) : 0;
    lines.push(
      lineOf(world, `${stream}, ${what}, ${name}`, { ...sent, active, windows, before: before?.[index] }),
    );
  }
  return lines;
}

/** The requests for metrics, and the pages of the list of sessions. */
async function sentFor(emulator: EmulatorProcess): Promise<{ sent: number; pages: number }> {
  const { byRoute } = await emulator.requests();
  const of = (name: string) => byRoute[`/v3/enterprise/${name}`] ?? 0;
  const pages = of('sessions');
  return { sent: of('metrics/prs') + of('metrics/sessions') + pages, pages };
}

function isNotZero(row: object): boolean {
  return Object.values(row).some((value) => typeof value === 'number' && value !== 0);
}

interface Count {
  /** All requests, and how many of them are pages of sessions. */
  readonly sent: number;
  readonly pages: number;
  /** The rows that are not zero. */
  readonly active: number;
  /** The requests for windows as a whole, which a stream with few rows needs besides. */
  readonly windows: number;
  /** The requests of version 0.1.0, if they are known. */
  readonly before: number | undefined;
}

function lineOf({ most = Infinity }: RequestWorld, what: string, count: Count): Line {
  const { sent, pages, active, windows, before } = count;
  const goal = Math.floor(Math.min(before ?? Infinity, most * active + windows));
  return {
    what,
    ours: `${asText(sent)} requests, ${asText(pages)} of them pages`,
    beside: `${before === undefined ? '' : `0.1.0: ${asText(before)}; `}not zero: ${asText(active)}`,
    ratio: `${(sent / Math.max(active, 1)).toFixed(2)} for each not zero`,
    goal: `at most ${asText(goal)}`,
    isMet: sent <= goal,
  };
}

function asText(count: number): string {
  return count.toLocaleString('en-US');
}
