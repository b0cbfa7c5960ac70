import { Connection } from './connection';
import { withEmulator } from './harness';

const streams = ['members', 'daily_user_consumption'];

it.concurrent('a first sync reads 90 days by default, with one request for each member', () =>
  withEmulator({ seed: 7, users: 450, days: 120, switches: { settle: 'immediate' } }, async (emulator) => {
    const connection = await Connection.create(emulator, { streams });
    await connection.sync();
    const asked = emulator.requests.filter(({ path }) => path.includes('/consumption/daily/users/'));
    const members = connection.rows('members');
    expect(members.length).toBeGreaterThan(300);
    expect(asked).toHaveLength(members.length);
    const dates = connection.rows('daily_user_consumption').map(({ date }) => String(date));
    expect([dates.sort()[0], dates.at(-1)]).toEqual(['2026-08-23', '2026-11-20']);
  }),
);

it.concurrent('consumption starts before all members are listed', () =>
  withEmulator({ seed: 7, users: 900, limits: { latencyMs: 20 } }, async (emulator) => {
    const connection = await Connection.create(emulator, { streams });
    await connection.sync();
    const kinds = emulator.requests.map(({ path }) =>
      path.includes('/members/') ? 'list' : path.includes('/users/') ? 'member' : 'other',
    );
    expect(kinds.indexOf('member')).toBeLessThan(kinds.lastIndexOf('list'));
    expect(kinds.filter((kind) => kind === 'member')).toHaveLength(connection.rows('members').length);
  }),
);
