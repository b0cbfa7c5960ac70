import { baseline, check, discover } from '../connector';
import { withEmulator } from '../emulator-process';
import { executable, runProcess } from '../process-run';
import { compared, inTurn, type Row } from '../row';

/** One start is soon over, and the machine is never quite still. */
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
      const unit = 'ms';
      const specAnd50 = ms.spec.map((each) => each + 50);
      return [
        compared({
          what: 'spec',
          unit,
          ours: ms.spec,
          beside: ['node -e 0', ms.bare],
          goal: { atMost: 1.5 },
        }),
        compared({
          what: 'spec',
          unit,
          ours: ms.spec,
          beside: ["stock CDK's spec", ms.stock],
          goal: { atLeast: 1 },
        }),
        compared({
          what: 'discover',
          unit,
          ours: ms.discover,
          beside: ['spec + 50 ms', specAnd50],
          goal: { atMost: 1 },
        }),
        compared({
          what: 'check',
          unit,
          ours: ms.check,
          beside: ["stock CDK's spec", ms.stock],
          goal: { atLeast: 1 },
        }),
      ];
    }),
};
