import { read } from '../connector';
import { lastDay, withEmulator } from '../emulator-process';
import { MessageCounter } from '../message-counter';
import { compared, inTurn, type Row } from '../row';

const latencyMs = 60;
const workers = 16;
const streams = ['members', 'daily_user_consumption'];
const startDate = '2026-08-23';
const stormSeconds = 15;
/** The requests with which the storms begin. */
const stormsFrom = [400, 1_300];

/** Begins with that request. */
function stormFrom(from: number): object {
  const seconds = { seconds: stormSeconds, occurrences: { from } };
  return { path: '*', kind: 'storm', status: 429, retryAfter: 1, ...seconds };
}

export const storm: Row = {
  name: 'storm',
  title: `Storms: as fan-out, and twice every request is answered 429 for ${stormSeconds} s, with Retry-After: 1`,
  measure: (runs) =>
    withEmulator({ users: 2_300, days: 120, latencyMs }, async (emulator) => {
      const expected = (await emulator.truth('daily_user_consumption', startDate, lastDay)).length;
      const options = { streams, startDate, workers };
      const seconds = await inTurn(runs, {
        calm: async () => (await read(emulator, options)).wallMs / 1000,
        stormy: async () => {
          await emulator.plan({ clear: true, add: stormsFrom.map(stormFrom) });
          const counter = new MessageCounter('daily_user_consumption');
          const { wallMs } = await read(emulator, { ...options, take: counter.take });
          await emulator.plan({ clear: true });
          if (counter.records !== expected) throw new Error(`${counter.records} records of ${expected}`);
          return wallMs / 1000;
        },
      });
      await emulator.reset();
      await read(emulator, options);
      const { total } = await emulator.requests();
      const bound = (total * latencyMs) / workers / 1000 + stormsFrom.length * stormSeconds;
      const own = { what: 'two storms, nothing lost', unit: 's', ours: seconds.stormy };
      const withoutStorms = seconds.calm.map((each) => each + stormsFrom.length * stormSeconds);
      return [
        compared({ ...own, beside: ['storms + bound', [bound]], goal: { atMost: 1.2 } }),
        compared({ ...own, beside: ['storms + the sync without', withoutStorms], goal: { atMost: 1.2 } }),
      ];
    }),
};
