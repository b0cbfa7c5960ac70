import type { NewKey } from '../../emulator/api/key-ring';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { ask, askAll, bounds, type Query } from './asking';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

const window = bounds('2026-11-01', '2026-11-20');

function inOrganization(path: string): string {
  return `/v3/organizations/${emulator.orgId}${path}`;
}

describe('keys', () => {
  test('a missing, unknown or revoked key is answered 401', async () => {
    const anonymous = await fetch(`${emulator.url}/v3/self`);
    expect(anonymous.status).toBe(401);
    expect((await ask(emulator, '/v3/self', {}, 'cog_unknown')).status).toBe(401);
    expect((await ask(emulator, '/v3/self')).status).toBe(200);
    emulator.revokeKey(emulator.keys.enterprise);
    expect((await ask(emulator, '/v3/self')).status).toBe(401);
    expect((await ask(emulator, '/v3/self', {}, emulator.keys.organization)).status).toBe(200);
  });

  const principals: [principal: NewKey['principal'], fields: string[]][] = [
    ['service_user', ['org_id', 'principal_type', 'service_user_id', 'service_user_name']],
    ['pat_user', ['api_key_id', 'api_key_name', 'org_id', 'principal_type', 'user_id', 'user_name']],
    ['devin_brain', ['creator_service_user_id', 'devin_id', 'org_id', 'principal_type', 'user_id']],
    ['windsurf_session', ['org_id', 'principal_type', 'user_id', 'user_name']],
  ];
  test.each(principals)('%s names its principal', async (principal, fields) => {
    const key = emulator.addKey({ principal, orgId: emulator.orgId });
    const { body } = await ask(emulator, '/v3/self', {}, key);
    expect(body).toMatchObject({ principal_type: principal, org_id: emulator.orgId });
    expect(Object.keys(body as object).sort()).toEqual(fields);
  });

  test('the ready-made keys name their scope', async () => {
    expect((await ask(emulator, '/v3/self')).body).toMatchObject({ org_id: null });
    const own = await ask(emulator, '/v3/self', {}, emulator.keys.organization);
    expect(own.body).toMatchObject({ org_id: emulator.orgId });
  });
});

describe('permissions', () => {
  const enterpriseDaily = '/v3/enterprise/consumption/daily';
  const cases: [
    who: string,
    key: Pick<NewKey, 'permissions'>,
    ofOrganization: boolean,
    enterprise: number,
    org: number,
  ][] = [
    ['the newer enterprise name', { permissions: ['ViewAccountConsumption'] }, false, 200, 200],
    ['the older enterprise name', { permissions: ['ManageBilling'] }, false, 200, 200],
    [
      'only the organization name, without an organization',
      { permissions: ['ViewOrgConsumption'] },
      false,
      403,
      200,
    ],
    ['another permission', { permissions: ['ViewAccountMetrics'] }, false, 403, 403],
    ['the organization name', { permissions: ['ViewOrgConsumption'] }, true, 403, 200],
    ['the older organization name', { permissions: ['ManageBilling'] }, true, 403, 200],
    [
      'an enterprise name, held in one organization',
      { permissions: ['ViewAccountConsumption'] },
      true,
      403,
      403,
    ],
  ];
  test.each(cases)('consumption with %s', async (_who, key, ofOrganization, enterprise, organization) => {
    const text = emulator.addKey({ ...key, orgId: ofOrganization ? emulator.orgId : null });
    expect((await ask(emulator, enterpriseDaily, window, text)).status).toBe(enterprise);
    expect((await ask(emulator, inOrganization('/consumption/daily'), window, text)).status).toBe(
      organization,
    );
  });

  test('a key of one organization cannot read another', async () => {
    const other = emulator.world.organizations[1]?.org_id ?? '';
    const reply = await ask(
      emulator,
      `/v3/organizations/${other}/metrics/prs`,
      window,
      emulator.keys.organization,
    );
    expect(reply.status).toBe(403);
  });
});

describe('requests that are refused', () => {
  const prs = '/v3/enterprise/metrics/prs';
  const users = '/v3/enterprise/members/users';
  const cases: [how: string, status: number, path: string, query: Query][] = [
    ['an unknown route', 404, '/v3/enterprise/metrics/lines', window],
    ['an unknown organization', 404, '/v3/organizations/org-unknown/metrics/prs', window],
    ['first of 0', 422, users, { first: 0 }],
    ['first of 201', 422, users, { first: 201 }],
    ['a cursor that is none', 422, users, { after: 'nonsense' }],
    ['metrics without time_after', 422, prs, { time_before: window.time_before }],
    ['metrics without time_before', 422, prs, { time_after: window.time_after }],
    ['a time that is a date', 422, prs, { ...window, time_after: '2026-11-01' }],
    ['a time with a fraction', 422, prs, { ...window, time_after: `${window.time_after}.5` }],
    [
      'audit logs with time_before alone',
      422,
      '/v3/enterprise/audit-logs',
      { time_before: window.time_before },
    ],
    ['audit logs of 101 days', 422, '/v3/enterprise/audit-logs', bounds('2026-08-12', '2026-11-20')],
  ];
  test.each(cases)('%s: %i', async (_how, status, path, query) => {
    expect((await ask(emulator, path, query)).status).toBe(status);
  });

  test('a method other than GET', async () => {
    const headers = { authorization: `Bearer ${emulator.keys.enterprise}` };
    expect((await fetch(`${emulator.url}/v3/self`, { method: 'POST', headers })).status).toBe(405);
  });
});

describe('paging', () => {
  const lists = [
    '/v3/enterprise/members/users',
    '/v3/enterprise/members/idp-users',
    '/v3/enterprise/organizations',
    '/v3/enterprise/consumption/cycles',
  ];
  describe.each(['stable', 'shuffled-per-request'] as const)('in the order %s', (listOrder) => {
    test.each(lists)('%s visits each item once', async (path) => {
      emulator.switches.listOrder = listOrder;
      const whole = (await askAll(emulator, path)).map((item) => JSON.stringify(item));
      expect(new Set(whole).size).toBe(whole.length);
      expect(whole.length).toBeGreaterThan(2);
      for (const first of [1, 2, 7, whole.length, 200]) {
        emulator.resetLog();
        const items = (await askAll(emulator, path, { first })).map((item) => JSON.stringify(item));
        expect(emulator.requests).toHaveLength(Math.ceil(whole.length / first));
        expect(items.sort()).toEqual([...whole].sort());
      }
    });
  });

  test('an e-mail filters the list to one person', async () => {
    const email = emulator.world.people[0]?.email ?? '';
    const found = await askAll(emulator, '/v3/enterprise/members/users', { email });
    expect(found).toMatchObject([{ email }]);
  });
});

test('ids with every special character are found when they are percent-encoded', async () => {
  const person = emulator.world.people[5];
  expect(person?.id).toMatch(/^okta\|Aurora\|zoë 100%\/a\+b\?c#d&e=/);
  const path = `/v3/enterprise/consumption/daily/users/${encodeURIComponent(person?.id ?? '')}`;
  const { body } = await ask(emulator, path, window);
  expect((body as { total_acus: number }).total_acus).toBeGreaterThan(0);
  const prs = await ask(emulator, '/v3/enterprise/metrics/prs', { ...window, user_ids: [person?.id ?? ''] });
  expect((prs.body as { prs_created_count: number }).prs_created_count).toBeGreaterThan(0);
});

describe('the log', () => {
  test('has every request with its status and key', async () => {
    await ask(emulator, '/v3/self');
    await ask(emulator, inOrganization('/metrics/prs'), window, emulator.keys.organization);
    await ask(emulator, '/v3/self', {}, 'cog_unknown');
    expect(
      emulator.requests.map(({ method, path, status, keyName }) => [method, path, status, keyName]),
    ).toEqual([
      ['GET', '/v3/self', 200, 'enterprise'],
      ['GET', inOrganization('/metrics/prs'), 200, 'organization'],
      ['GET', '/v3/self', 401, null],
    ]);
    expect(emulator.requests[1]?.query.get('time_after')).toBe(String(window.time_after));
    expect(emulator.requestCounts()).toEqual({
      total: 3,
      byRoute: { '/v3/self': 2, '/v3/organizations/{org_id}/metrics/prs': 1 },
      byStatus: { 200: 2, 401: 1 },
    });
    emulator.resetLog();
    expect(emulator.requests).toEqual([]);
    expect(emulator.requestCounts().total).toBe(0);
  });

  test('keeps the configured number of requests, and counts all', async () => {
    const forgetful = await startEmulator({ requestLogSize: 2 });
    for (let index = 0; index < 3; index += 1) await ask(forgetful, '/v3/self');
    expect(forgetful.requests).toHaveLength(2);
    expect(forgetful.requestCounts().total).toBe(3);
    await forgetful.close();
  });

  test('counts how many requests were in flight at once', async () => {
    const busy = await startEmulator({ faults: [{ path: '*', kind: 'stall' }] });
    const stalled = Promise.allSettled(Array.from({ length: 4 }, () => ask(busy, '/v3/self')));
    while (busy.requests.length < 4) await new Promise(setImmediate);
    expect(busy.maxInFlight).toBe(4);
    await busy.close();
    await stalled;
  });
});
