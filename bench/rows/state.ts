import { read } from '../connector';
import { nextNight, withEmulator } from '../emulator-process';
import { MessageCounter } from '../message-counter';
import { compared, type Row } from '../row';

const streams = ['members', 'daily_user_consumption', 'daily_pr_metrics', 'daily_consumption'];
const startDate = '2026-08-23';
const mostMb = 2;

export const state: Row = {
  name: 'state',
  isCounted: true,
  title: 'State: 10,000 users, first and second sync',
  measure: () =>
    withEmulator({ users: 11_500, days: 120 }, async (emulator) => {
      const first = new MessageCounter();
      await read(emulator, { streams, startDate, take: first.take });
      await emulator.setNow(nextNight);
      const second = new MessageCounter();
      await read(emulator, {
        streams,
        startDate,
        states: first.states,
        now: nextNight,
        take: second.take,
      });
      const megabytes = ({ lastStates }: MessageCounter) => [
        [...lastStates.values()].reduce((sum, line) => sum + Buffer.byteLength(line), 0) / 1e6,
      ];
      const goal = { atMost: 1 };
      return [
        compared({
          what: 'states after the first sync',
          unit: 'MB',
          ours: megabytes(first),
          beside: ['goal', [mostMb]],
          goal,
        }),
        compared({
          what: 'states after the second',
          unit: 'MB',
          ours: megabytes(second),
          beside: ['goal', [mostMb]],
          goal,
        }),
        compared({
          ...{ what: 'all STATE messages of the first sync', unit: 'MB', ours: [first.stateBytes / 1e6] },
          ...{ beside: ['its RECORD messages', [first.recordBytes / 1e6]], goal: { atMost: 0.05 } },
        }),
      ];
    }),
};
