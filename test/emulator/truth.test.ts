import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { truthStreams, type Scope, type TruthRecord } from '../../emulator/truths/truth';
import { ask, askAll, bounds } from './asking';

const [from, to] = ['2026-11-07', '2026-11-20'];
const days = Array.from({ length: 14 }, (_, index) => `2026-11-${String(7 + index).padStart(2, '0')}`);

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

function base(scope: Scope): string {
  return scope === 'enterprise' ? '/v3/enterprise' : `/v3/organizations/${emulator.orgId}`;
}

function sorted(records: unknown[]): string[] {
  return records.map((record) => JSON.stringify(record, Object.keys(record as object).sort())).sort();
}

function isoOf(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z');
}

function seconds(iso: unknown): number {
  return Date.parse(String(iso)) / 1000;
}

interface Consumption {
  total_acus: number;
  consumption_by_date: { date: number; acus: number; acus_by_product: Record<string, number> }[];
}

async function consumption(path: string): Promise<Consumption> {
  return (await ask(emulator, path, bounds(from, to))).body as Consumption;
}

function unitsOf(acus: number): number {
  return Math.round(acus * 10_000);
}

describe.each(['enterprise', 'organization'] as const)('in %s scope', (scope) => {
  test('members are those of both lists, merged', async () => {
    const members = scope === 'enterprise' ? base(scope) : base(scope).replace('/v3/', '/v3beta1/');
    const direct = await askAll<TruthRecord>(emulator, `${members}/members/users`);
    const throughGroups = await askAll<TruthRecord>(emulator, `${members}/members/idp-users`);
    const told = emulator.truth('members', scope);
    const ids = [...direct, ...throughGroups].map((member) => member['user_id']);
    expect(told.map((member) => member['user_id']).sort()).toEqual([...new Set(ids)].sort());
    expect(new Set(ids).size).toBeLessThan(ids.length);
    const assignments = [...direct, ...throughGroups].flatMap(
      (member) =>
        (member['role_assignments'] ?? member['idp_role_assignments']) as { org_id: string | null }[],
    );
    const orgIds = new Set(assignments.map((assignment) => assignment.org_id));
    const all = [null, ...emulator.world.organizations.map((organization) => organization.org_id)];
    expect(orgIds).toEqual(new Set(scope === 'enterprise' ? all : [emulator.orgId]));
    for (const member of [...direct, ...throughGroups]) {
      expect(told).toContainEqual(expect.objectContaining(member));
    }
  });

  test('consumption of every user is what the API answers', async () => {
    for (const { id } of emulator.world.people.slice(0, 10)) {
      const rows = emulator.truth('daily_user_consumption', scope, { from, to, userIds: [id] });
      const path = `${base(scope)}/consumption/daily/users/${encodeURIComponent(id)}`;
      const answer = await ask(emulator, path, bounds(from, to));
      const expected = answer.status === 404 ? [] : (answer.body as Consumption).consumption_by_date;
      expect(
        rows.map((row) => ({
          date: seconds(row['day_start_at']),
          acus: row['acus'],
          acus_by_product: row['acus_by_product'],
        })),
      ).toEqual(expected);
      expect(rows.every((row) => String(row['day_start_at']).startsWith(String(row['date'])))).toBe(true);
    }
  });

  test('totals are the sums of their rows, products and people, to the last digit', async () => {
    const total = await consumption(`${base(scope)}/consumption/daily`);
    const orgId = scope === 'enterprise' ? null : emulator.orgId;
    const userIds = emulator.world.people.map((person) => person.id);
    const users = emulator.truth('daily_user_consumption', scope, { from, to, userIds });
    const serviceUsers = await Promise.all(
      emulator.world.serviceUsers.map(({ id }) =>
        ask(emulator, `${base(scope)}/consumption/daily/service-users/${id}`, bounds(from, to)),
      ),
    );
    const ofServiceUsers = serviceUsers.map(({ status, body }) =>
      status === 200 ? (body as Consumption).total_acus : 0,
    );
    const sum = (acus: number[]): number => acus.reduce((left, right) => left + unitsOf(right), 0);
    expect(unitsOf(total.total_acus)).toBe(sum(total.consumption_by_date.map((row) => row.acus)));
    for (const row of total.consumption_by_date)
      expect(unitsOf(row.acus)).toBe(sum(Object.values(row.acus_by_product)));
    expect(unitsOf(total.total_acus)).toBe(
      sum([...users.map((row) => Number(row['acus'])), ...ofServiceUsers]),
    );
    expect(String(total.total_acus)).toMatch(/^\d+(\.\d{1,4})?$/);
    expect(users.every((row) => row['org_id'] === orgId)).toBe(true);
  });

  test.each([
    ['daily_pr_metrics', 'prs'],
    ['daily_session_metrics', 'sessions'],
    ['daily_usage_metrics', 'usage'],
  ])('%s is what the API answers day by day', async (stream, name) => {
    const told = emulator.truth(stream, scope, { from, to });
    expect(told.map((row) => row['date'])).toEqual(days);
    for (const row of told) {
      const date = String(row['date']);
      const { body } = await ask(emulator, `${base(scope)}/metrics/${name}`, bounds(date, date));
      expect(row).toEqual({
        date,
        org_id: scope === 'enterprise' ? null : emulator.orgId,
        ...(body as object),
      });
    }
  });

  test.each([
    ['daily_user_pr_metrics', 'prs', 'prs_created_count'],
    ['daily_user_session_metrics', 'sessions', 'sessions_created_count'],
  ])('%s has the days with activity, as the API answers them', async (stream, name, counter) => {
    const told = emulator.truth(stream, scope, { from, to });
    for (const row of told.slice(0, 12)) {
      const date = String(row['date']);
      const query = { ...bounds(date, date), user_ids: [String(row['user_id'])] };
      expect((await ask(emulator, `${base(scope)}/metrics/${name}`, query)).body).toEqual(
        Object.fromEntries(
          Object.entries(row).filter(([field]) => field.includes('prs_') || field.includes('sess')),
        ),
      );
    }
    const member = emulator.world.people[0]?.id ?? '';
    const own = told.filter((row) => row['user_id'] === member).map((row) => Number(row[counter]));
    const { body } = await ask(emulator, `${base(scope)}/metrics/${name}`, {
      ...bounds(from, to),
      user_ids: [member],
    });
    expect(own.reduce((sum, count) => sum + count, 0)).toBe((body as Record<string, number>)[counter]);
  });

  test.each([
    ['daily_active_users', 'dau', '2026-11-07', '2026-11-20', 14],
    ['weekly_active_users', 'wau', '2026-10-05', '2026-11-15', 6],
    ['monthly_active_users', 'mau', '2026-08-01', '2026-10-31', 3],
  ])('%s is what the API answers', async (stream, name, first, last, count) => {
    const window = {
      time_after: seconds(`${first}T00:00:00Z`),
      time_before: seconds(`${last}T00:00:00Z`) + 86_400,
    };
    const { body } = await ask(emulator, `${base(scope)}/metrics/${name}`, window);
    const periods = body as { active_users: number; start_time: number; end_time: number }[];
    expect(emulator.truth(stream, scope, { from: first, to: last })).toEqual(
      periods.map((period) => ({
        period_start: new Date(period.start_time * 1000).toISOString().slice(0, 10),
        start_at: isoOf(period.start_time),
        end_at: isoOf(period.end_time),
        org_id: scope === 'enterprise' ? null : emulator.orgId,
        active_users: period.active_users,
      })),
    );
    expect(periods).toHaveLength(count);
    expect(periods.some((period) => period.active_users > 0)).toBe(true);
    for (const period of periods) {
      const one = { time_after: period.start_time, time_before: period.end_time + 1 };
      const whole = await ask(emulator, `${base(scope)}/metrics/active-users`, one);
      expect(whole.body).toMatchObject({ active_users: period.active_users });
    }
  });

  test.each([
    ['sessions', 'sessions'],
    ['session_insights', 'sessions/insights'],
  ])('%s are those that changed in the window', async (stream, name) => {
    const told = emulator.truth(stream, scope, {
      after: '2026-11-18T00:00:00Z',
      before: '2026-11-20T12:00:00Z',
    });
    const query = {
      updated_after: seconds('2026-11-18T00:00:00Z'),
      updated_before: seconds('2026-11-20T12:00:00Z'),
    };
    const sent = await askAll<TruthRecord>(emulator, `${base(scope)}/${name}`, query);
    const inSeconds = told.map((record) => ({
      ...record,
      created_at: seconds(record['created_at']),
      updated_at: seconds(record['updated_at']),
    }));
    expect(sent.length).toBeGreaterThan(10);
    expect(sorted(inSeconds)).toEqual(sorted(sent));
  });
});

test('the use of the organizations adds up to the use of the enterprise', () => {
  const of = (stream: string): number =>
    emulator
      .truth(stream, 'enterprise', { from, to })
      .reduce((sum, row) => sum + unitsOf(Number(row['acus'])), 0);
  expect(of('daily_organization_consumption')).toBe(of('daily_consumption'));
  expect(of('daily_organization_consumption')).toBeGreaterThan(0);
});

test('pull requests of the organizations add up to those of the enterprise', () => {
  const of = (stream: string): number =>
    emulator
      .truth(stream, 'enterprise', { from, to })
      .reduce((sum, row) => sum + Number(row['prs_created_count']), 0);
  expect(of('daily_organization_pr_metrics')).toBe(of('daily_pr_metrics'));
  expect(of('daily_pr_metrics')).toBeGreaterThan(0);
});

test('daily_service_user_consumption is what the API answers, expired and removed ones included', async () => {
  const listed = await askAll<TruthRecord>(emulator, '/v3/enterprise/members/service-users', {
    include_inactive: 'true',
  });
  const told = emulator.truth('daily_service_user_consumption', 'enterprise', { from, to });
  const active = await askAll<TruthRecord>(emulator, '/v3/enterprise/members/service-users');
  expect(active.map((item) => item['name'])).toEqual(['Analytics reader', 'CI Bot', 'Nightly Migrations']);
  expect(listed.map((item) => item['name'])).toContain('Old Importer');
  expect(new Set(told.map((row) => row['service_user_id']))).toEqual(
    new Set(listed.map((item) => item['service_user_id'])),
  );
  for (const { service_user_id: id } of listed) {
    const sent = await consumption(`/v3/enterprise/consumption/daily/service-users/${String(id)}`);
    const rows = told.filter((row) => row['service_user_id'] === id);
    expect(rows.map((row) => row['acus'])).toEqual(sent.consumption_by_date.map((row) => row.acus));
  }
});

test('session metrics are consistent, and merges increase over time', async () => {
  const metrics = async (): Promise<Record<string, number> & { sessions_with_merged_prs_by_size: object }> =>
    (await ask(emulator, '/v3/enterprise/metrics/sessions', bounds(from, to))).body as never;
  const now = await metrics();
  emulator.setNow('2026-12-21T09:00:00Z');
  const later = await metrics();
  emulator.setNow('2026-11-21T09:00:00Z');
  const merged = Object.values(now.sessions_with_merged_prs_by_size) as number[];
  expect(merged.reduce((sum, count) => sum + count, 0)).toBe(now['sessions_with_merged_prs_count']);
  expect(now['sessions_with_merged_prs_count']).toBeGreaterThan(0);
  expect(later['sessions_with_merged_prs_count']).toBeGreaterThan(now['sessions_with_merged_prs_count'] ?? 0);
  expect(later['sessions_created_count']).toBe(now['sessions_created_count']);
  expect(later['sessions_with_merged_prs_count']).toBeLessThan(later['sessions_created_count'] ?? 0);
});

test('daily_session_categories is what the API answers', async () => {
  const [row] = emulator.truth('daily_session_categories', 'enterprise', { from: to, to });
  const { body } = await ask(emulator, '/v3/enterprise/metrics/sessions-by-category', bounds(to, to));
  expect(row).toEqual({ date: to, ...(body as object) });
  expect(row?.['categories']).not.toEqual([]);
});

test.each([
  ['organizations', '/v3/enterprise/organizations', 'org_id'],
  ['service_users', '/v3/enterprise/members/service-users?include_inactive=true', 'service_user_id'],
  ['idp_groups', '/v3/enterprise/members/idp-groups', 'idp_group_name'],
])('%s equals the list', async (stream, path, id) => {
  const [route = '', query = ''] = path.split('?');
  const listed = await askAll<TruthRecord>(emulator, route, Object.fromEntries(new URLSearchParams(query)));
  const told = emulator.truth(stream, 'enterprise');
  expect(told.map((record) => record[id])).toEqual(listed.map((item) => item[id]));
  expect(told.length).toBeGreaterThan(1);
  for (const [name, value] of told.flatMap((record) => Object.entries(record))) {
    if (name.endsWith('_at') && value !== null) expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  }
});

test('billing_cycles have no gap, up to the current one', async () => {
  const listed = await askAll<{ after: number; before: number }>(
    emulator,
    '/v3/enterprise/consumption/cycles',
  );
  const told = emulator.truth('billing_cycles', 'enterprise');
  expect(told.map((cycle) => [seconds(cycle['cycle_start_at']), seconds(cycle['cycle_end_at'])])).toEqual(
    listed.map(({ after, before }) => [after, before]),
  );
  expect(told[0]).toEqual({ cycle_start_at: '2026-11-01T08:00:00Z', cycle_end_at: '2026-12-01T08:00:00Z' });
  for (const [index, cycle] of listed.entries())
    expect(listed[index + 1]?.before ?? cycle.after).toBe(cycle.after);
});

test('acu_limits have unique ids', async () => {
  const told = emulator.truth('acu_limits', 'enterprise');
  expect(new Set(told.map((limit) => limit['limit_id'])).size).toBe(told.length);
  const listed = await askAll(emulator, '/v3/enterprise/consumption/acu-limits/devin');
  expect(told).toEqual(
    listed.map((limit, index) => ({ ...(limit as object), limit_id: told[index]?.['limit_id'] })),
  );
  expect(told[0]).toMatchObject({ limit_id: 'enterprise', scope: 'enterprise' });
});

test('audit_logs are the past entries of the window, in either order', async () => {
  emulator.setNow('2026-11-18T07:00:00Z');
  const range = { after: '2026-11-10T00:00:00Z', before: '2026-11-30T00:00:00Z' };
  const told = emulator.truth('audit_logs', 'enterprise', range);
  const query = { time_after: seconds(range.after), time_before: seconds(range.before), first: 5 };
  const oldestFirst = await askAll<TruthRecord>(emulator, '/v3/enterprise/audit-logs', {
    ...query,
    order: 'asc',
  });
  const newestFirst = await askAll<TruthRecord>(emulator, '/v3/enterprise/audit-logs', query);
  emulator.setNow('2026-11-30T00:00:00Z');
  const later = emulator.truth('audit_logs', 'enterprise', range);
  emulator.setNow('2026-11-21T09:00:00Z');
  expect(told.map((entry) => ({ ...entry, created_at: seconds(entry['created_at']) }))).toEqual(oldestFirst);
  expect([...newestFirst].reverse()).toEqual(oldestFirst);
  expect(told.length).toBeGreaterThan(5);
  expect(later.filter((entry) => String(entry['created_at']) <= '2026-11-18T07:00:00Z')).toEqual(told);
  expect(later.length).toBeGreaterThan(told.length);
});

test('there is truth for every stream and for no other', () => {
  const schemas = readdirSync(path.join(__dirname, '../../resources/schemas'));
  expect(truthStreams().sort()).toEqual(schemas.map((file) => path.basename(file, '.json')).sort());
  expect(() => emulator.truth('lines_of_code', 'enterprise')).toThrow('no truth about lines_of_code');
});
