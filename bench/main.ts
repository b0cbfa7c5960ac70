import path from 'node:path';
import { parseArgs } from 'node:util';
import { packageFolder } from './process-run';
import { asText, keep } from './results';
import type { Row } from './row';
import { fanOut } from './rows/fan-out';
import { growth } from './rows/growth';
import { memory } from './rows/memory';
import { output } from './rows/output';
import { rateLimit } from './rows/rate-limit';
import { peers } from './rows/peers';
import { requests } from './rows/requests';
import { start } from './rows/start';
import { state } from './rows/state';
import { storm } from './rows/storm';

const rows: readonly Row[] = [
  fanOut,
  rateLimit,
  storm,
  output,
  memory,
  state,
  start,
  requests,
  growth,
  peers,
];
const defaultRuns = 5;
const usage = `Usage: npm run bench -- [options]

Measures the built connector against the emulator, beside baselines from the same run; takes about an hour.

  --only A,B   of ${rows.map(({ name }) => name).join(', ')};
               default: all but peers, which installs Python packages
  --runs N     default ${defaultRuns}
  --node A,B   other Node executables, for start
  --out FILE   default bench/results.md, of which it replaces what it measures; with --runs there is none
  --help
`;

async function main(): Promise<void> {
  const string = { type: 'string' as const };
  const { values } = parseArgs({
    options: { only: string, runs: string, node: string, out: string, help: { type: 'boolean' } },
  });
  if (values.help === true) return void process.stdout.write(usage);
  const names =
    values.only?.split(',') ?? rows.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
  const unknown = names.filter((each) => !rows.some(({ name }) => name === each));
  if (unknown.length > 0) throw new RangeError(`--only: there is no ${unknown.join(', ')}`);
  const runs = Number(values.runs ?? defaultRuns);
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError('--runs must be a whole number above 0');
  const file =
    values.out ?? (runs === defaultRuns ? path.join(packageFolder, 'bench', 'results.md') : undefined);
  const nodes = values.node?.split(',') ?? [];
  const titles = rows.map(({ title }) => title);
  for (const { name, title, measure, isCounted } of rows) {
    if (!names.includes(name)) continue;
    const lines = await measure(runs, { nodes });
    if ('missing' in lines) {
      process.stdout.write(`${name}: skipped, ${lines.missing}.\n`);
      continue;
    }
    const section = { title, lines, runs: isCounted ? 1 : runs };
    process.stdout.write(asText(section));
    if (file !== undefined) keep(file, titles, section);
  }
}

main().catch((error: unknown) => {
  const hint = error instanceof RangeError || error instanceof TypeError ? usage : '';
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${hint}`);
  process.exitCode = 1;
});
