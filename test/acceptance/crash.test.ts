import { randomInt } from 'node:crypto';
import { fraction } from '../../emulator/world/random';
import { Connection } from './connection';
import { eagerStates } from './eager-states';
import { coreStreams, withEmulator } from './harness';
import { comparable, ordered, expectedConsumption, expectedMembers, expectedMetrics } from './owed';

/*
 * Twenty kills that are the same every time; or as many as KILLS says, which are others every time. Each test's name
 * has the seed, with which KILL_SEED makes the same again.
 */
const { KILLS: killCount = '20', KILL_SEED: killSeed } = process.env;
const isNightly = process.env.KILLS !== undefined;
const seed = killSeed ? Number(killSeed) : isNightly ? randomInt(1_000_000) : 0;
const killsPerRound = 5;

const config = {
  start_date: '2026-10-15',
  consumption_lookback_days: 7,
  metrics_lookback_days: 10,
  num_workers: 4,
};

/** A round is a dozen syncs. */
const slowTestMs = 170_000;

/**
 * Kills a sync after a number of its lines, and runs another from the last complete STATE lines: the
 * destination is as if nothing had happened. Answers whether the kill came in time.
 */
async function expectSurvival(before: Connection, undisturbed: Connection, lines: number): Promise<boolean> {
  const connection = before.copy();
  const running = await connection.start();
  await running.waitFor(() => true, lines);
  running.child.kill('SIGKILL');
  const { signal } = connection.keep(await running.finished);
  expect((await connection.sync()).exitCode).toBe(0);
  for (const stream of coreStreams)
    expect(ordered(connection.rows(stream))).toEqual(ordered(undisturbed.rows(stream)));
  return signal === 'SIGKILL';
}

/** What was read last is the truth; a pull request that is merged after the look-back of its day changes it no more. */
function expectTruth(connection: Connection, metricsFrom: string): void {
  const { emulator, scope } = connection;
  const { start_date: from } = config;
  const roster = expectedMembers(emulator, scope);
  const isHere = new Set(roster.map((member) => member.user_id));
  const members = connection.rows('members').filter((member) => member.is_member);
  expect(ordered(comparable(members))).toEqual(ordered(roster));
  const consumption = connection.rows('daily_user_consumption').filter((row) => isHere.has(row.user_id));
  expect(ordered(consumption)).toEqual(
    ordered(expectedConsumption(emulator, scope, { from, lookbackDays: 7 })),
  );
  const metrics = connection.rows('daily_pr_metrics').filter(({ date }) => String(date) >= metricsFrom);
  expect(ordered(metrics)).toEqual(expectedMetrics(emulator, scope, { from: metricsFrom, lookbackDays: 10 }));
}

const rounds = Array.from({ length: Math.ceil(Number(killCount) / killsPerRound) }, (_, round) => ({
  round,
  // Half of them have many states on the way, and half begin with states that are a day old.
  env: round % 2 === 1 ? eagerStates : {},
  isDayOld: round % 4 >= 2,
  world: { seed: 7 + Math.floor(round / 4), users: 14, limits: { latencyMs: 4 } },
}));

it.concurrent.each(rounds)(
  `kill -9 at any line, seed ${seed}, round $round: the next sync makes up for it`,
  ({ round, env, isDayOld, world }) =>
    withEmulator(world, async (emulator) => {
      const before = await Connection.create(emulator, { config, env });
      if (isDayOld) await before.sync();
      if (isDayOld) emulator.setNow('2026-11-22T09:00:00Z');
      const undisturbed = before.copy();
      const { lines, states } = await undisturbed.sync();
      // One for each stream comes at its end; a sync of one more day is short, and under load writes but few others.
      if (env === eagerStates) expect(states.length).toBeGreaterThan((isDayOld ? 1 : 2) * coreStreams.length);
      expectTruth(undisturbed, isDayOld ? '2026-11-11' : config.start_date);
      let kills = 0;
      // A kill may come too late, the later the more often: then it is no kill.
      for (let point = 0; kills < killsPerRound && point < 3 * killsPerRound; point += 1) {
        const share = 0.9 * fraction(seed, round, point);
        if (await expectSurvival(before, undisturbed, Math.ceil(share * lines.length))) kills += 1;
      }
      expect(kills).toBe(killsPerRound);
    }),
  slowTestMs,
);
