import type { Emulator } from '../../emulator/emulator';
import { Connection } from './connection';
import { withEmulator } from './harness';
import { lastDayAt, ordered, expectedConsumption } from './owed';

const config = { start_date: '2026-11-10', consumption_lookback_days: 3 };
const streams = ['members', 'daily_user_consumption'];

/** The twelfth person leaves on the 22nd, and returns on the 25th. */
function leaverOf({ world }: Emulator): { id: string; email: string | null } {
  const person = world.people[11];
  if (!person) throw new Error('the world is too small');
  return person;
}

it.concurrent(
  "a former member's consumption keeps its e-mail and is read until the look-back has passed",
  () =>
    withEmulator({ seed: 7, users: 12, switches: { settle: 'immediate' } }, async (emulator) => {
      const { id, email } = leaverOf(emulator);
      const person = emulator.world.people[11];
      person?.direct.splice(1); // Who does not return, as the story has it.
      const connection = await Connection.create(emulator, { config, streams });
      // The first and the last day that are read of who left on the 22nd, by the day of the sync.
      const steps: [day: string, from: string | null, to: string][] = [
        ['21', '2026-11-10', '2026-11-20'],
        ['22', '2026-11-18', '2026-11-21'],
        ['23', '2026-11-19', '2026-11-22'],
        ['24', '2026-11-20', '2026-11-22'],
        ['25', '2026-11-21', '2026-11-22'],
        ['26', '2026-11-22', '2026-11-22'],
        ['27', null, ''],
      ];
      for (const [day, from, to] of steps) {
        emulator.setNow(`2026-11-${day}T09:00:00Z`);
        const run = await connection.sync();
        const expectedRows =
          from === null
            ? []
            : expectedConsumption(emulator, 'enterprise', { from, to, userIds: [id], lookbackDays: 3 });
        const rows = run.records('daily_user_consumption').filter((row) => row.user_id === id);
        expect(ordered(rows)).toEqual(ordered(expectedRows));
        expect(rows.every((row) => row.user_email === email)).toBe(true);
      }
      const rows = connection.rows('daily_user_consumption').filter((row) => row.user_id === id);
      const whole = { from: '2026-11-10', to: '2026-11-22', userIds: [id], lookbackDays: 3 };
      expect(ordered(rows)).toEqual(ordered(expectedConsumption(emulator, 'enterprise', whole)));
      expect(rows.every((row) => row.is_final)).toBe(true);
      expect(JSON.stringify(connection.state('daily_user_consumption'))).not.toContain(id);
    }),
);

it.concurrent("a former member's consumption continues without a gap when they return", () =>
  withEmulator({ seed: 7, users: 12 }, async (emulator) => {
    const { id } = leaverOf(emulator);
    const connection = await Connection.create(emulator, { config, streams });
    for (const day of ['21', '22', '25', '29']) {
      emulator.setNow(`2026-11-${day}T09:00:00Z`);
      await connection.sync();
    }
    const rows = connection.rows('daily_user_consumption').filter((row) => row.user_id === id);
    const dates = rows.map((row) => row.date).sort();
    expect(dates[0]).toBe('2026-11-10');
    expect(dates.at(-1)).toBe(lastDayAt(emulator.now));
    expect(dates).toHaveLength(19);
    expect(connection.state('daily_user_consumption')?.left).toEqual({});
  }),
);
