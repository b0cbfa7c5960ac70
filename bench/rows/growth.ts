import { read } from '../connector';
import { withEmulator } from '../emulator-process';
import { figuresOf, shown } from '../figures';
import { inTurn, type Line, type Row } from '../row';

const streams = ['members', 'daily_user_consumption'];
const startDate = '2026-08-23';
const sizes = [115, 1_150, 11_500];

interface Size {
  readonly requests: number;
  readonly ms: readonly number[];
  readonly mb: readonly number[];
}

export const growth: Row = {
  name: 'growth',
  title: 'Growth: 100, 1,000, 10,000 users; time and memory by request',
  measure: async (runs) => {
    const measured: Size[] = [];
    for (const users of sizes) measured.push(await measure(users, runs));
    return measured.slice(1).flatMap((size, index) => linesOf(measured[index] ?? size, size));
  },
};

function measure(users: number, runs: number): Promise<Size> {
  return withEmulator({ users, days: 120 }, async (emulator) => {
    const options = { streams, startDate };
    const { ms, mb } = await inTurn(runs, {
      ms: async () => (await read(emulator, options)).wallMs,
      mb: async () => (await read(emulator, { ...options, measuresMemory: true })).peakMb,
    });
    await emulator.reset();
    await read(emulator, options);
    return { requests: (await emulator.requests()).total, ms, mb };
  });
}

function linesOf(small: Size, large: Size): Line[] {
  const requests = large.requests / small.requests;
  const line = (what: string, unit: string, of: (size: Size) => readonly number[]): Line => {
    const [less, more] = [figuresOf(of(small)), figuresOf(of(large))];
    const times = more.median / less.median;
    return {
      what: `${what}, ${large.requests.toLocaleString('en-US')} requests`,
      ours: shown(more, unit),
      beside: `${small.requests.toLocaleString('en-US')} requests: ${shown(less, unit)}`,
      ratio: `${times.toFixed(2)} ×`,
      goal: `at most ${requests.toFixed(2)} ×, as the requests`,
      isMet: times <= requests,
    };
  };
  return [line('time', 'ms', ({ ms }) => ms), line('memory', 'MB', ({ mb }) => mb)];
}
