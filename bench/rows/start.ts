import { baseline, check, discover } from '../connector';
import { withEmulator } from '../emulator-process';
import { executable, runProcess } from '../process-run';
import { compared, inTurn, type Comparison, type Row } from '../row';

/** One start is short, and the machine is never idle. */
const startsPerRun = 9;

export const start: Row = {
  name: 'start',
  title: `Start: each figure of ${startsPerRun} starts a run`,
  measure: (runs) =>
    withEmulator({ users: 10, days: 30 }, async (emulator) => {
      const wall = async (run: Promise<{ wallMs: number }>) => (await run).wallMs;
      const ms = await inTurn(runs * startsPerRun, {
        bare: () => wall(runProcess(['-e', '0'])),
        spec: () => wall(runProcess([executable, 'spec'])),
        discover: () => wall(discover()),
        check: () => wall(check(emulator)),
        stock: () => wall(runProcess([baseline('stock'), 'spec'])),
      });
      const line = (what: keyof typeof ms, beside: Comparison['beside'], goal: Comparison['goal']) =>
        compared({ what, unit: 'ms', ours: ms[what], beside, goal });
      return [
        line('spec', ['node -e 0', ms.bare], { atMost: 1.5 }),
        line('spec', ["stock CDK's spec", ms.stock], { atLeast: 1 }),
        line('discover', ['spec + 50 ms', ms.spec.map((each) => each + 50)], { atMost: 1 }),
        line('check', ["stock CDK's spec", ms.stock], { atLeast: 1 }),
      ];
    }),
};
