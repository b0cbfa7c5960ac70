import { setTimeout as wait } from 'node:timers/promises';
import { read } from '../connector';
import { withEmulator } from '../emulator-process';
import { compared, inTurn, type Comparison, type Line, type Row } from '../row';

const streams = ['daily_user_consumption'];
const mostMb = 120;
const workers = 16;

/** A reader that takes nothing for a while after every 16 MB. */
function pausing(): (chunk: Buffer) => Promise<void> {
  let bytes = 0;
  return async (chunk) => {
    bytes += chunk.length;
    if (bytes < 16 * 2 ** 20) return;
    bytes = 0;
    await wait(300);
  };
}

export const memory: Row = {
  name: 'memory',
  title: 'Memory: peak of the resident set, measured from outside the process',
  measure: async (runs) => [...(await manyUsers(runs)), ...(await manyRecords(runs))],
};

function line(what: string, ours: readonly number[], beside: Comparison['beside'], atMost: number): Line {
  return compared({ what, unit: 'MB', ours, beside, goal: { atMost } });
}

/** As in `fan-out`. */
function manyUsers(runs: number): Promise<Line[]> {
  return withEmulator({ users: 2_300, days: 120, latencyMs: 60 }, async (emulator) => {
    const options = {
      streams: ['members', ...streams],
      startDate: '2026-08-23',
      workers,
      measuresMemory: true,
    };
    const { ours } = await inTurn(runs, { ours: async () => (await read(emulator, options)).peakMb });
    return [line('2,000 users, 90 days', ours, ['goal', [mostMb]], 1)];
  });
}

function manyRecords(runs: number): Promise<Line[]> {
  return withEmulator({ users: 11_500, days: 420 }, async (emulator) => {
    const peak = async (startDate: string, take?: (chunk: Buffer) => Promise<void>) =>
      (await read(emulator, { streams, startDate, measuresMemory: true, ...(take && { take }) })).peakMb;
    const { year, tenth, paused } = await inTurn(runs, {
      year: () => peak('2025-11-21'),
      tenth: () => peak('2026-10-15'),
      paused: () => peak('2025-11-21', pausing()),
    });
    return [
      line('10,000 users, 365 days', year, ['goal', [mostMb]], 1),
      line('the same, a reader that pauses', paused, ['goal', [mostMb]], 1),
      line('ten times the records', year, ['36 days', tenth], 1.1),
      line('a reader that pauses', paused, ['one that does not', year], 1.1),
    ];
  });
}
