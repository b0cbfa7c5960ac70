import { parseArgs } from 'node:util';
import { checkedSwitches } from './world/switch-choices';
import type { Emulator, EmulatorOptions } from './emulator';
import { startEmulator } from './server';

const usage = `Usage: npm run emulator -- [options]

A Devin API on 127.0.0.1 with an invented enterprise.

  --port N                  default: any free port
  --seed N                  number of the invented world, default 1
  --now ISO                 time of the emulator, default 2026-11-21T09:00:00Z
  --users N                 number of people, default 40
  --days N                  days of history, default 420
  --active-users SHARE      share of people who ever use Devin, e.g. 0.2
  --active-days SHARE       share of days on which they use it; default: by day of the week
  --latency-ms N            delay of every answer in milliseconds, default 0
  --requests-per-second N   answer 429 above this rate, default no limit
  --switches JSON           e.g. '{"stamp":"pacific","zeroDays":"omitted"}', see switches.ts
  --help

Other processes can change it over HTTP, see README.md.
`;

function optionsOf(values: Record<string, string | boolean | undefined>): EmulatorOptions {
  const text = (name: string): string | undefined => values[name] as string | undefined;
  const number = (name: string): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value)) throw new RangeError(`--${name} must be a whole number`);
    return Number(value);
  };
  const share = (name: string): number => {
    const value = Number(text(name) ?? 1);
    if (!(value >= 0 && value <= 1)) throw new RangeError(`--${name} must be a share, from 0 to 1`);
    return value;
  };
  const isSpread = text('active-users') !== undefined || text('active-days') !== undefined;
  return {
    port: number('port'),
    seed: number('seed'),
    now: text('now'),
    users: number('users'),
    days: number('days'),
    ...(isSpread && { activity: { users: share('active-users'), days: share('active-days') } }),
    limits: {
      latencyMs: number('latency-ms') ?? 0,
      requestsPerSecond: number('requests-per-second') ?? null,
    },
    switches: checkedSwitches(JSON.parse(text('switches') ?? '{}')),
  };
}

function describe(emulator: Emulator): string {
  return [
    `Devin emulator: ${emulator.url}`,
    `  now               ${emulator.now}`,
    `  enterprise key    ${emulator.keys.enterprise}`,
    `  organization key  ${emulator.keys.organization}  (${emulator.orgId})`,
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const names = ['port', 'seed', 'now', 'users', 'days', 'active-users', 'active-days', 'latency-ms'].concat([
    'requests-per-second',
    'switches',
  ]);
  const strings = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ options: { ...strings, help: { type: 'boolean' } } });
  if (values['help'] === true) {
    process.stdout.write(usage);
    return;
  }
  const emulator = await startEmulator(optionsOf(values));
  process.stdout.write(describe(emulator));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void emulator.close());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 1;
});
