import { setTimeout as wait } from 'node:timers/promises';
import { read } from '../connector';
import { withEmulator } from '../emulator-process';
import { compared, inTurn, type Row } from '../row';

const streams = ['daily_user_consumption'];
const mostMb = 130;

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
  title: 'Memory: peak of the resident set',
  measure: (runs) =>
    withEmulator({ users: 11_500, days: 420 }, async (emulator) => {
      const peak = async (startDate: string, take?: (chunk: Buffer) => Promise<void>) =>
        (await read(emulator, { streams, startDate, measuresMemory: true, ...(take && { take }) })).peakMb;
      const { year, tenth, paused } = await inTurn(runs, {
        year: () => peak('2025-11-21'),
        tenth: () => peak('2026-10-15'),
        paused: () => peak('2025-11-21', pausing()),
      });
      const line = (
        what: string,
        ours: readonly number[],
        beside: [string, readonly number[]],
        atMost: number,
      ) => compared({ what, unit: 'MB', ours, beside, goal: { atMost } });
      return [
        line('10,000 users, 365 days', year, ['goal', [mostMb]], 1),
        line('the same, a reader that pauses', paused, ['goal', [mostMb]], 1),
        line('ten times the records', year, ['36 days', tenth], 1.1),
        line('a reader that pauses', paused, ['one that does not', year], 1.1),
      ];
    }),
};
