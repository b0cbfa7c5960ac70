import { read, readByBareLoop, readByStock } from '../connector';
import { withEmulator } from '../emulator-process';
import { compared, inTurn, type Row } from '../row';

const latencyMs = 60;
const workers = 16;
const streams = ['members', 'daily_user_consumption'];
const startDate = '2026-08-23';

export const fanOut: Row = {
  name: 'fan-out',
  title: 'Fan-out: consumption of 2,000 users over 90 days, 60 ms an answer, 16 workers',
  measure: (runs) =>
    withEmulator({ users: 2_300, days: 120, latencyMs }, async (emulator) => {
      const seconds = await inTurn(runs, {
        ours: async () => (await read(emulator, { streams, startDate, workers })).wallMs / 1000,
        bare: async () => (await readByBareLoop(emulator, startDate)).wallMs / 1000,
      });
      // It takes minutes, and its ratio is far from its goal.
      const stock = (await readByStock(emulator, { streams, startDate })).wallMs / 1000;
      await emulator.reset();
      await read(emulator, { streams, startDate, workers });
      const { total } = await emulator.requests();
      const bound = (total * latencyMs) / workers / 1000;
      const own = { what: `${total.toLocaleString('en-US')} requests`, unit: 's', ours: seconds.ours };
      return [
        compared({ ...own, beside: ['bare loop', seconds.bare], goal: { atMost: 1.1 } }),
        compared({ ...own, beside: ['bound', [bound]], goal: { atMost: 1.25 } }),
        compared({ ...own, what: 'the same streams', beside: ['stock CDK', [stock]], goal: { atLeast: 10 } }),
      ];
    }),
};
