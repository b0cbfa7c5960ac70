import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import type { TruthRecord } from '../../emulator/truths/truth';
import { ask, askAll, bounds } from './asking';

/** Everything that happened by 2026-11-21 is settled then. */
const settledAt = '2026-12-05T09:00:00Z';
const [from, to] = ['2026-11-01', '2026-11-20'];
const after = '2026-11-04T08:00:00Z';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  emulator.setNow(settledAt);
});
afterEach(() => Object.assign(emulator.switches, { sessionlessUse: false, sessionIdInPath: 'either' }));
afterAll(() => emulator.close());

const units = (acus: unknown): number => Math.round(Number(acus) * 10_000);

interface Consumption {
  total_acus: number;
  consumption_by_date: { acus: number; acus_by_product: Record<string, number> }[];
}

/** Sums by a name. */
function summed(
  rows: readonly TruthRecord[],
  nameOf: (row: TruthRecord) => string,
  of = acusOf,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(nameOf(row), (sums.get(nameOf(row)) ?? 0) + of(row));
  return sums;
}

const acusOf = (row: TruthRecord): number => units(row['acus']);
const devinOf = (row: TruthRecord): number =>
  units((row['acus_by_product'] as Record<string, number>)['devin']);

test('once settled, the days of a session add up to what the list says that it consumed', () => {
  const days = emulator.truth('daily_session_consumption', 'enterprise', { from, after });
  const sums = summed(days, (row) => String(row['session_id']));
  const sessions = emulator.truth('sessions', 'enterprise', { after });
  const created = sessions.filter((session) => String(session['created_at']) >= after);
  const over = created.filter(
    (session) => session['status'] !== 'running' && String(session['updated_at']) < '2026-11-28',
  );
  expect(over.length).toBeGreaterThan(50);
  for (const { session_id: id, acus_consumed: acus } of over)
    expect([id, sums.get(String(id))]).toEqual([id, units(acus)]);
  const used = days.filter((row) => row['acus'] !== 0);
  expect(
    Math.max(
      ...summed(
        used,
        (row) => String(row['session_id']),
        () => 1,
      ).values(),
    ),
  ).toBeGreaterThan(2);
});

test.each([false, true])(
  'all sessions of a person add up to the devin part of their day, but for a rest by the switch: %s',
  (sessionlessUse) => {
    emulator.switches.sessionlessUse = sessionlessUse;
    const starters = new Map(
      emulator
        .truth('sessions', 'enterprise', { after: '2026-10-20T08:00:00Z' })
        .map((session) => [session['session_id'], session['user_id']]),
    );
    const range = { from: '2026-11-05', to };
    const days = emulator.truth('daily_session_consumption', 'enterprise', {
      ...range,
      after: '2026-10-20T08:00:00Z',
    });
    const ofSessions = summed(
      days,
      (row) => `${String(row['date'])} ${String(starters.get(row['session_id']))}`,
    );
    const userIds = emulator.world.people.map(({ id }) => id);
    const users = emulator.truth('daily_user_consumption', 'enterprise', { ...range, userIds });
    const withUse = users.filter((row) => devinOf(row) > 0);
    expect(withUse.length).toBeGreaterThan(100);
    for (const row of withUse) {
      const whole = devinOf(row);
      const rest = sessionlessUse ? Math.ceil(whole / 8) : 0;
      const name = `${String(row['date'])} ${String(row['user_id'])}`;
      expect([name, ofSessions.get(name) ?? 0]).toEqual([name, whole - rest]);
    }
  },
);

test('the messages of a session are as many as its insights say, from its creation to its end', () => {
  const messages = emulator.truth('session_messages', 'enterprise', { from: '2026-01-01', after });
  const insights = emulator.truth('session_insights', 'enterprise', { after });
  expect(insights.length).toBeGreaterThan(50);
  const bySession = new Map<unknown, typeof messages>();
  for (const message of messages) {
    const own = bySession.get(message['session_id']) ?? [];
    bySession.set(message['session_id'], own);
    own.push(message);
  }
  for (const session of insights) {
    const own = bySession.get(session['session_id']) ?? [];
    const by = (source: string) => own.filter((message) => message['source'] === source).length;
    expect([by('user'), by('devin')]).toEqual([session['num_user_messages'], session['num_devin_messages']]);
    expect(own[0]).toMatchObject({ source: 'user', created_at: session['created_at'] });
    expect(own.every((message) => String(message['created_at']) <= String(session['updated_at']))).toBe(true);
  }
});

describe.each(['enterprise', 'organization'] as const)('in %s scope', (scope) => {
  const base = (): string =>
    scope === 'enterprise' ? '/v3/enterprise' : `/v3/organizations/${emulator.orgId}`;

  test('consumption and messages of a session are what the API answers', async () => {
    const days = emulator.truth('daily_session_consumption', scope, { from, after });
    const messages = emulator.truth('session_messages', scope, { from: '2026-01-01', after });
    for (const { session_id: id } of emulator.truth('sessions', scope, { after }).slice(0, 15)) {
      const path = `${base()}/consumption/daily/sessions/devin-${String(id)}`;
      const { consumption_by_date: rows, total_acus: total } = (await ask(emulator, path, bounds(from, to)))
        .body as Consumption;
      const told = days.filter((row) => row['session_id'] === id && row['acus'] !== 0);
      const inWindow = told.filter((row) => String(row['date']) <= to);
      expect(rows.filter(({ acus }) => acus !== 0).map(({ acus }) => acus)).toEqual(
        inWindow.map((row) => row['acus']),
      );
      expect(units(total)).toBe(inWindow.reduce((sum, row) => sum + acusOf(row), 0));
      const listed = await askAll<TruthRecord>(emulator, `${base()}/sessions/${String(id)}/messages`, {
        first: 5,
      });
      const own = messages.filter((message) => message['session_id'] === id);
      expect(listed.map((message) => [message['event_id'], message['message']])).toEqual(
        own.map((message) => [message['event_id'], message['message']]),
      );
    }
  });

  test.each([
    ['either', 200, 200],
    ['prefixed', 200, 404],
    ['bare', 404, 200],
  ] as const)('ids in paths: %s', async (sessionIdInPath, prefixed, bare) => {
    emulator.switches.sessionIdInPath = sessionIdInPath;
    const [session] = emulator.truth('sessions', scope, { after });
    const id = String(session?.['session_id']);
    for (const path of ['consumption/daily/sessions/*', 'sessions/*/messages']) {
      const status = async (as: string) =>
        (await ask(emulator, `${base()}/${path.replace('*', as)}`, bounds(from, to))).status;
      expect([await status(`devin-${id}`), await status(id)]).toEqual([prefixed, bare]);
    }
  });
});

test.each(['403', '404'] as const)(
  'messages may be %s for the enterprise, and open for the organization',
  async (status) => {
    const [session] = emulator.truth('sessions', 'enterprise', { after });
    const messages = `sessions/${String(session?.['session_id'])}/messages`;
    emulator.switches.enterpriseMessages = status;
    const closed = await ask(emulator, `/v3/enterprise/${messages}`);
    const open = await ask(emulator, `/v3/organizations/${String(session?.['org_id'])}/${messages}`);
    emulator.switches.enterpriseMessages = 'open';
    expect([closed.status, open.status]).toEqual([Number(status), 200]);
  },
);
