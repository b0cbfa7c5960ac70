import { baseline, check, discover } from '../connector';
import { withEmulator, type EmulatorProcess } from '../emulator-process';
import { executable, runProcess } from '../process-run';
import { compared, inTurn, type Comparison, type Line, type Row } from '../row';

/** One start is short, and the machine is never idle. */
const startsPerRun = 9;

export const start: Row = {
  name: 'start',
  title: `Start: each figure of ${startsPerRun} starts a run`,
  measure: (runs, { nodes }) =>
    withEmulator({ users: 10, days: 30 }, async (emulator) => {
      const lines: Line[] = [];
      for (const node of [process.execPath, ...nodes]) lines.push(...(await measure(runs, node, emulator)));
      return lines;
    }),
};

async function measure(runs: number, node: string, emulator: EmulatorProcess): Promise<Line[]> {
  const version = await versionOf(node);
  const wall = async (run: Promise<{ wallMs: number }>) => (await run).wallMs;
  const ms = await inTurn(runs * startsPerRun, {
    bare: () => wall(runProcess(['-e', '0'], { node })),
    spec: () => wall(runProcess([executable, 'spec'], { node })),
    discover: () => wall(discover({ node })),
    check: () => wall(check(emulator, { node })),
    stock: () => wall(runProcess([baseline('stock'), 'spec'], { node })),
  });
  const line = (command: keyof typeof ms, beside: Comparison['beside'], goal: Comparison['goal']) =>
    compared({ what: `${command}, Node.js ${version}`, unit: 'ms', ours: ms[command], beside, goal });
  return [
    line('spec', ['node -e 0', ms.bare], { atMost: 1.5 }),
    line('spec', ["stock CDK's spec", ms.stock], { atLeast: 1 }),
    line('discover', ['spec + 50 ms', ms.spec.map((each) => each + 50)], { atMost: 1 }),
    line('check', ["stock CDK's spec", ms.stock], { atLeast: 1 }),
  ];
}

async function versionOf(node: string): Promise<string> {
  let text = '';
  await runProcess(['--version'], { node, take: (chunk) => void (text += chunk.toString()) });
  return text.trim().slice(1);
}
