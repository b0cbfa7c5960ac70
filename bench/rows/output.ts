import { read, readByBareLoop, readByStock } from '../connector';
import { withEmulator } from '../emulator-process';
import { compared, inTurn, type Row } from '../row';

const streams = ['daily_user_consumption'];
const startDate = '2026-08-23';

export const output: Row = {
  name: 'output',
  title: 'Output: one million records to a pipe, without latency',
  measure: (runs) =>
    withEmulator({ users: 12_800, days: 120 }, async (emulator) => {
      const records = (await emulator.truth('daily_user_consumption', startDate)).length;
      const perSecond = async (run: Promise<{ wallMs: number }>) => (await run).wallMs / 1000;
      const seconds = await inTurn(runs, {
        ours: () => perSecond(read(emulator, { streams, startDate })),
        stock: () => perSecond(readByStock(emulator, { streams, startDate })),
        bare: () => perSecond(readByBareLoop(emulator, startDate)),
      });
      const own = { what: `${records.toLocaleString('en-US')} records`, unit: 's', ours: seconds.ours };
      return [
        compared({ ...own, beside: ['stock CDK', seconds.stock], goal: { atLeast: 4 } }),
        compared({ ...own, beside: ['bare loop', seconds.bare], goal: { atMost: 1.3 } }),
      ];
    }),
};
