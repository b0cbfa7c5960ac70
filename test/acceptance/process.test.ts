import { closeSync, openSync } from 'node:fs';
import type { Emulator } from '../../emulator/emulator';
import { Connection } from './connection';
import { run, start, type Running } from './executable';
import { configOf, coreStreams, scopes, startRead, temporaryFiles, withEmulator } from './harness';
import { comparable, ordered, expectedConsumption, expectedMembers, expectedMetrics } from './owed';
import type { Message } from './protocol';
import type { Run } from './run';

/** Long enough that a sync is in progress when the test interrupts it. */
const busyWorld = { users: 24, limits: { latencyMs: 15 } };
const config = {
  start_date: '2026-06-01',
  consumption_lookback_days: 7,
  metrics_lookback_days: 10,
  num_workers: 4,
};

const isRecordOf =
  (stream: string) =>
  (message: Message): boolean =>
    message.type === 'RECORD' && message.record.stream === stream;

function expectTruth({ destination, emulator, scope }: Connection): void {
  expect(ordered(comparable(destination.rows('members')))).toEqual(ordered(expectedMembers(emulator, scope)));
  expect(ordered(destination.rows('daily_user_consumption'))).toEqual(
    ordered(expectedConsumption(emulator, scope, { from: config.start_date, lookbackDays: 7 })),
  );
  expect(ordered(destination.rows('daily_pr_metrics'))).toEqual(
    expectedMetrics(emulator, scope, { from: config.start_date, lookbackDays: 10 }),
  );
}

/** Sends the signal, and takes the time until nothing is left of the process. */
async function signalled(running: Running, signal: NodeJS.Signals): Promise<{ ended: Run; tookMs: number }> {
  const sentMs = performance.now();
  running.child.kill(signal);
  const ended = await running.finished;
  return { ended, tookMs: performance.now() - sentMs };
}

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it.concurrent(
    'ends a sync by that signal, with whole lines and safe states: the next sync loses nothing',
    () =>
      withEmulator(busyWorld, async (emulator) => {
        const connection = await Connection.create(emulator, { config });
        const running = await connection.start();
        await running.waitFor(isRecordOf('daily_user_consumption'), 100);
        const { ended, tookMs } = await signalled(running, signal);
        expect([ended.exitCode, ended.signal]).toEqual([null, signal]);
        expect(tookMs).toBeLessThan(3_000);
        expect(ended.outcome('daily_user_consumption')).toBe('INCOMPLETE');
        // Nothing has failed.
        expect(ended.errors).toEqual([]);
        connection.keep(ended);
        const through = connection.state('daily_user_consumption')?.synced_through as Record<string, string>;
        const complete = Object.values(through).filter((day) => day === '2026-11-20');
        expect(complete.length).toBeGreaterThan(0);
        emulator.limits.latencyMs = 0;
        expect((await connection.sync()).exitCode).toBe(0);
        expectTruth(connection);
      }),
  );

  it.concurrent('does not wait for an answer that never comes', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/consumption/daily/users/*', kind: 'stall' });
      const running = await startRead({ emulator, config });
      await asked(emulator, '/consumption/daily/users/');
      const { ended, tookMs } = await signalled(running, signal);
      expect(ended.signal).toBe(signal);
      expect(tookMs).toBeLessThan(3_000);
    }),
  );

  it.concurrent('does not wait for the end of a rate limit', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*', kind: 'status', status: 429, retryAfter: 120 });
      const running = await startRead({ emulator, config });
      await running.waitFor(isRateLimited, coreStreams.length);
      const { ended, tookMs } = await signalled(running, signal);
      expect(ended.signal).toBe(signal);
      expect(tookMs).toBeLessThan(3_000);
      expect(ended.states.every(({ sourceStats }) => sourceStats?.recordCount === 0)).toBe(true);
    }),
  );

  it.concurrent('also ends a check', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '/v3/self', kind: 'stall' });
      const files = temporaryFiles({ config: configOf(emulator, 'enterprise') });
      const running = start(['check', '--config', files.config ?? ''], { onEnd: files.remove });
      await asked(emulator, '/v3/self');
      const { ended, tookMs } = await signalled(running, signal);
      expect(ended.signal).toBe(signal);
      expect(tookMs).toBeLessThan(3_000);
    }),
  );
});

function isRateLimited(message: Message): boolean {
  return (
    message.type === 'TRACE' &&
    message.trace.type === 'STREAM_STATUS' &&
    message.trace.stream_status.reasons !== undefined
  );
}

/** Resolves once such a path was asked for. */
async function asked({ requests }: Emulator, part: string): Promise<void> {
  while (!requests.some(({ path }) => path.includes(part))) await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

describe('stdout', () => {
  it.concurrent.each([
    ['from the beginning', 0],
    ['in the middle', 60],
  ])('closed %s: the sync ends with exit 1, quietly', (_, records) =>
    withEmulator(busyWorld, async (emulator) => {
      const running = await startRead({
        emulator,
        config: { ...config, start_date: '2025-11-01' },
        // Writes as each user completes; a closed pipe shows at the next line.
        streams: ['daily_user_consumption'],
      });
      await running.waitFor((message) => message.type === 'RECORD', records);
      running.closeStdout();
      const ended = await running.finished;
      expect([ended.exitCode, ended.signal]).toEqual([1, null]);
      // Five windows for each of twenty members, and their lists.
      const whole = 2 + 5 * expectedMembers(emulator, 'enterprise').length;
      expect(emulator.requests.length).toBeLessThan(0.8 * whole);
    }),
  );

  it.concurrent.each([
    ['a full disk', '/dev/full', 'w'],
    ['a file that cannot be written', '/dev/null', 'r'],
  ])('%s: every command ends with exit 1, quietly', (_, device, flags) =>
    withEmulator({}, async (emulator) => {
      const stdout = openSync(device, flags);
      const files = temporaryFiles({ config: configOf(emulator, 'enterprise') });
      const withConfig = ['--config', files.config ?? ''];
      for (const args of [['spec'], ['discover', ...withConfig], ['check', ...withConfig]]) {
        const ended = await run(args, { stdout });
        expect([ended.exitCode, ended.signal]).toEqual([1, null]);
      }
      files.remove();
      const { exitCode } = await (await startRead({ emulator, config, stdout })).finished;
      expect(exitCode).toBe(1);
      closeSync(stdout);
    }),
  );

  it.concurrent('read slowly: the sync waits, sends no requests meanwhile, and loses nothing', () =>
    withEmulator({ users: 96 }, async (emulator) => {
      const connection = await Connection.create(emulator, {
        config: { ...config, start_date: '2026-01-01' },
      });
      const running = await connection.start();
      running.child.stdout?.pause();
      while (emulator.requests.length === 0) await nextTurn();
      const askedWhilePaused = await quiet(emulator);
      running.child.stdout?.resume();
      expect(connection.keep(await running.finished).exitCode).toBe(0);
      expect(emulator.requests.length).toBeGreaterThan(askedWhilePaused + 20);
      expect(ordered(connection.rows('daily_user_consumption'))).toEqual(
        ordered(expectedConsumption(emulator, 'enterprise', { from: '2026-01-01', lookbackDays: 7 })),
      );
    }),
  );
});

/** How many requests there were, once there have been no new ones for a while. */
async function quiet(emulator: Emulator): Promise<number> {
  for (let [count, turns] = [-1, 0]; ; turns += 1) {
    if (emulator.requests.length !== count) [count, turns] = [emulator.requests.length, 0];
    if (turns === 50) return count;
    await nextTurn();
  }
}

it.concurrent('syncs that run at the same time are independent', () =>
  withEmulator({}, async (emulator) => {
    const connections = await Promise.all(
      [...scopes, ...scopes].map((scope) => Connection.create(emulator, { scope, config })),
    );
    const runs = await Promise.all(connections.map((connection) => connection.sync()));
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    for (const connection of connections) expectTruth(connection);
  }),
);
