import { setTimeout as wait } from 'node:timers/promises';
import { read } from '../connector';
import { EmulatorProcess } from '../emulator-process';
import { figuresOf } from '../figures';
import { MessageCounter } from '../message-counter';
import { compared, type Line, type Row } from '../row';

const streams = ['daily_user_consumption'];
const startDate = '2026-08-23';
const settledAfterMs = 60_000;

interface Scenario {
  readonly what: string;
  readonly retryAfter: 'seconds' | 'none';
  /** Requests per second from this second on. */
  readonly limits: readonly [fromS: number, perSecond: number][];
}

const scenarios: readonly Scenario[] = [
  { what: '20 requests/s, with Retry-After', retryAfter: 'seconds', limits: [[0, 20]] },
  { what: '20 requests/s, without', retryAfter: 'none', limits: [[0, 20]] },
  {
    what: '20, then 10, then 40 requests/s',
    retryAfter: 'seconds',
    limits: [
      [0, 20],
      [45, 10],
      [90, 40],
    ],
  },
];

interface Measured {
  readonly seconds: number;
  readonly boundSeconds: number;
  readonly refusedShare: number;
}

export const rateLimit: Row = {
  name: 'rate-limit',
  title: 'Rate limit: consumption of about 1,900 users, 16 workers, 30 ms an answer; the runs side by side',
  measure: async (runs) => {
    const lines: Line[] = [];
    for (const scenario of scenarios) {
      const measured = await Promise.all(Array.from({ length: runs }, () => runOnce(scenario)));
      lines.push(...linesOf(scenario.what, measured));
    }
    return lines;
  },
};

function linesOf(what: string, measured: readonly Measured[]): Line[] {
  const refused = figuresOf(measured.map(({ refusedShare }) => refusedShare * 100));
  return [
    compared({
      ...{ what, unit: 's', ours: measured.map(({ seconds }) => seconds), goal: { atMost: 1.15 } },
      beside: ['bound', measured.map(({ boundSeconds }) => boundSeconds)],
    }),
    {
      what: `${what}: answered 429 after the first minute`,
      ours: `${refused.median.toFixed(1)} % (${refused.least.toFixed(1)}–${refused.most.toFixed(1)})`,
      beside: '–',
      ratio: '–',
      goal: 'under 3 %, none lost',
      isMet: refused.most < 3,
    },
  ];
}

/** Rejects where a record is missing. */
async function runOnce({ retryAfter, limits }: Scenario): Promise<Measured> {
  const emulator = await EmulatorProcess.start({ users: 2_200, days: 120, latencyMs: 30 });
  const stop = new AbortController();
  try {
    await emulator.limit({ requestsPerSecond: limits[0]?.[1], retryAfter });
    const changes = limits.slice(1).map(async ([fromS, requestsPerSecond]) => {
      await wait(fromS * 1000, undefined, stop);
      await emulator.limit({ requestsPerSecond });
    });
    const settled = wait(settledAfterMs, undefined, stop).then(() => emulator.requests());
    const counter = new MessageCounter();
    const { wallMs } = await read(emulator, { streams, startDate, take: counter.take });
    const [before, after] = [await settled, await emulator.requests()];
    await Promise.all(changes);
    await expectAll(emulator, counter.records);
    const refused = (after.byStatus['429'] ?? 0) - (before.byStatus['429'] ?? 0);
    return {
      seconds: wallMs / 1000,
      boundSeconds: boundSeconds(after.byStatus['200'] ?? 0, limits),
      refusedShare: refused / (after.total - before.total),
    };
  } finally {
    stop.abort();
    await emulator.close();
  }
}

async function expectAll(emulator: EmulatorProcess, records: number): Promise<void> {
  const expectedRows = (await emulator.truth('daily_user_consumption', startDate)).length;
  if (records !== expectedRows) throw new Error(`${records} records of ${expectedRows}`);
}

/** The shortest time in which a bucket with the tokens of one second gives out that many tokens. */
function boundSeconds(requests: number, limits: Scenario['limits']): number {
  let left = requests - (limits[0]?.[1] ?? 0);
  for (const [index, [fromS, perSecond]] of limits.entries()) {
    const toS = limits[index + 1]?.[0] ?? Number.POSITIVE_INFINITY;
    if (left <= (toS - fromS) * perSecond) return fromS + left / perSecond;
    left -= (toS - fromS) * perSecond;
  }
  return Number.POSITIVE_INFINITY;
}
