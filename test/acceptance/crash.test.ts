import { fraction } from '../../emulator/random';
import { Connection } from './connection';
import { coreStreams, withEmulator } from './harness';
import { ordered } from './owed';

const config = {
  start_date: '2026-10-15',
  consumption_lookback_days: 7,
  metrics_lookback_days: 10,
  num_workers: 4,
};

/** A round is a dozen syncs. */
const slowTestMs = 170_000;

/**
 * Kills a sync when so many of its lines were read, and runs another from the last complete STATE lines: the
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

/** Five of the twenty seeded points; the states of the first two rounds are empty, the others a day old. */
it.concurrent.each([0, 1, 2, 3])(
  'kill -9 at any line, round %d: the next sync makes up for it',
  (round) =>
    withEmulator({ users: 14, limits: { latencyMs: 4 } }, async (emulator) => {
      const before = await Connection.create(emulator, { config });
      if (round >= 2) await before.sync();
      if (round >= 2) emulator.setNow('2026-11-22T09:00:00Z');
      const undisturbed = before.copy();
      const { lines } = await undisturbed.sync();
      const kills: boolean[] = [];
      for (let point = 0; point < 5; point += 1) {
        const share = 0.9 * fraction(round, point, 1);
        kills.push(await expectSurvival(before, undisturbed, Math.ceil(share * lines.length)));
      }
      expect(kills.filter(Boolean).length).toBeGreaterThan(2);
    }),
  slowTestMs,
);
