import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import type { Switches } from '../../emulator/world/switches';
import { ask, askAll, bounds, startOfDay, type Query } from './asking';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

const daily = '/v3/enterprise/consumption/daily';
const prs = '/v3/enterprise/metrics/prs';
const window = bounds('2026-11-02', '2026-11-08');

interface Row {
  date: number;
  acus: number;
  acus_by_product?: Record<string, number | null>;
}

async function rowsOf(path: string, query: Query = window): Promise<Row[]> {
  return ((await ask(emulator, path, query)).body as { consumption_by_date: Row[] }).consumption_by_date;
}

async function datesOf(query: Query = window): Promise<string[]> {
  return (await rowsOf(daily, query)).map((row) => new Date(row.date * 1000).toISOString().slice(0, 13));
}

function userPath(index: number): string {
  return `${daily}/users/${encodeURIComponent(emulator.world.people[index]?.id ?? '')}`;
}

function sumOf(rows: Row[]): number {
  return rows.reduce((sum, row) => sum + Math.round(row.acus * 10_000), 0);
}

describe('bounds', () => {
  const cases: [
    lowerBound: Switches['lowerBound'],
    upperBound: Switches['upperBound'],
    first: string,
    last: string,
  ][] = [
    ['inclusive', 'exclusive', '2026-11-02T08', '2026-11-08T08'],
    ['exclusive', 'exclusive', '2026-11-03T08', '2026-11-08T08'],
    ['inclusive', 'inclusive', '2026-11-02T08', '2026-11-09T08'],
    ['exclusive', 'inclusive', '2026-11-03T08', '2026-11-09T08'],
  ];
  test.each(cases)('%s below and %s above', async (lowerBound, upperBound, first, last) => {
    Object.assign(emulator.switches, { lowerBound, upperBound });
    const dates = await datesOf();
    expect([dates[0], dates.at(-1)]).toEqual([first, last]);
  });

  test('of metrics filter by the time of creation', async () => {
    const session = await askAll<{ created_at: number }>(emulator, '/v3/enterprise/sessions', {
      created_after: window.time_after,
      created_before: window.time_before,
    });
    const at = session[0]?.created_at ?? 0;
    const count = async (query: Query): Promise<number> =>
      ((await ask(emulator, '/v3/enterprise/metrics/usage', query)).body as { sessions_count: number })
        .sessions_count;
    expect(await count({ time_after: at, time_before: at + 1 })).toBe(1);
    expect(await count({ time_after: at - 1, time_before: at })).toBe(0);
    Object.assign(emulator.switches, { lowerBound: 'exclusive', upperBound: 'inclusive' });
    expect(await count({ time_after: at, time_before: at + 1 })).toBe(0);
    expect(await count({ time_after: at - 1, time_before: at })).toBe(1);
  });

  const inOverlap: [lowerBound: Switches['lowerBound'], upperBound: Switches['upperBound'], days: number][] =
    [
      ['inclusive', 'exclusive', 3],
      ['exclusive', 'exclusive', 2],
      ['exclusive', 'inclusive', 3],
      ['inclusive', 'inclusive', 4],
    ];
  test.each(inOverlap)(
    '%s and %s, filtered by overlap, touch %i days',
    async (lowerBound, upperBound, days) => {
      Object.assign(emulator.switches, { lowerBound, upperBound, filterBy: 'overlap' });
      expect(await datesOf(bounds('2026-11-03', '2026-11-04'))).toHaveLength(days);
    },
  );

  test('filtered by overlap, a window inside a day has that day', async () => {
    const noon = {
      time_after: startOfDay('2026-11-03') + 3_600,
      time_before: startOfDay('2026-11-03') + 7_200,
    };
    expect(await datesOf(noon)).toEqual([]);
    emulator.switches.filterBy = 'overlap';
    expect(await datesOf(noon)).toEqual(['2026-11-03T08']);
  });

  test('reversed or in the future', async () => {
    const reversed = { time_after: window.time_before, time_before: window.time_after };
    expect((await ask(emulator, daily, reversed)).status).toBe(422);
    emulator.switches.reversedBounds = '400';
    expect((await ask(emulator, daily, reversed)).status).toBe(400);
    emulator.switches.reversedBounds = 'empty';
    expect(await rowsOf(daily, reversed)).toEqual([]);
    const future = bounds('2026-11-20', '2026-11-30');
    expect(await datesOf(future)).toEqual(['2026-11-20T08', '2026-11-21T08']);
    emulator.switches.futureBound = '422';
    expect((await ask(emulator, daily, future)).status).toBe(422);
    expect((await ask(emulator, daily, window)).status).toBe(200);
  });

  test.each([
    [null, 422, 200],
    [7, 422, 200],
    [6, 422, 422],
    [6, 400, 400],
  ] as const)(
    'maxSpanDays %s with status %i: 7 days are answered %i',
    async (maxSpanDays, maxSpanStatus, status) => {
      Object.assign(emulator.switches, { maxSpanDays, maxSpanStatus });
      expect((await ask(emulator, daily, window)).status).toBe(status);
      expect((await ask(emulator, prs, window)).status).toBe(status);
    },
  );
});

test.each([
  ['08:00Z', '2026-11-02T08', '2026-07-01T08'],
  ['07:00Z', '2026-11-02T07', '2026-07-01T07'],
  ['00:00Z', '2026-11-02T00', '2026-07-01T00'],
  ['pacific', '2026-11-02T08', '2026-07-01T07'],
] as const)('stamp %s: in winter %s, in summer %s', async (stamp, winter, summer) => {
  emulator.switches.stamp = stamp;
  expect(await datesOf(bounds('2026-11-01', '2026-11-03'))).toContain(winter);
  expect(await datesOf(bounds('2026-06-30', '2026-07-02'))).toContain(summer);
});

test('zeroDays: days without use have a row of zeros, or no row', async () => {
  const rows = await rowsOf(userPath(0));
  expect(rows).toHaveLength(7);
  emulator.switches.zeroDays = 'omitted';
  const used = await rowsOf(userPath(0));
  expect(used).toEqual(rows.filter((row) => row.acus > 0));
  expect(used.length).toBeLessThan(7);
});

test('consumptionOrder', async () => {
  const ascending = await rowsOf(daily);
  emulator.switches.consumptionOrder = 'descending';
  expect(await rowsOf(daily)).toEqual([...ascending].reverse());
  emulator.switches.consumptionOrder = 'shuffled';
  const orders = [await rowsOf(daily), await rowsOf(daily)];
  expect(orders[0]).not.toEqual(orders[1]);
  for (const order of orders) expect(order.sort((left, right) => left.date - right.date)).toEqual(ascending);
});

test('settle: consumption of the last days comes late, or at once', async () => {
  const recent = bounds('2026-11-18', '2026-11-20');
  const late = await rowsOf(daily, recent);
  const oldLate = await rowsOf(daily);
  emulator.switches.settle = 'immediate';
  expect(sumOf(await rowsOf(daily, recent))).toBeGreaterThan(sumOf(late));
  expect(await rowsOf(daily)).toEqual(oldLate);
  emulator.setNow('2026-11-30T09:00:00Z');
  const immediate = await rowsOf(daily, recent);
  emulator.switches.settle = 'late';
  expect(await rowsOf(daily, recent)).toEqual(immediate);
});

test('review, extraProduct and productData change the products and never the total', async () => {
  const plain = await rowsOf(daily);
  const total = sumOf(plain);
  const products = async (switches: Partial<Switches>): Promise<Row['acus_by_product']> => {
    Object.assign(
      emulator.switches,
      { review: 'number', extraProduct: false, productData: 'present' },
      switches,
    );
    const rows = await rowsOf(daily);
    expect(sumOf(rows)).toBe(total);
    const products = rows.flatMap((row) => Object.values(row.acus_by_product ?? {}));
    const sum = products.reduce<number>((left, right) => left + Math.round((right ?? 0) * 10_000), 0);
    expect(sum).toBe(emulator.switches.productData === 'present' ? total : 0);
    return rows[0]?.acus_by_product;
  };
  expect(Object.keys((await products({})) ?? {})).toEqual(['devin', 'cascade', 'terminal', 'review']);
  expect(await products({ review: 'null' })).toMatchObject({ review: null });
  expect(await products({ review: 'absent' })).not.toHaveProperty('review');
  expect((await products({ extraProduct: true }))?.['harbor']).toBeGreaterThan(0);
  expect(await products({ productData: 'zero' })).toEqual({ devin: 0, cascade: 0, terminal: 0, review: 0 });
  expect(await products({ productData: 'absent' })).toBeUndefined();
});

test('orgConsumption: an organization has local agents, or none', async () => {
  const path = `${daily}/organizations/${emulator.orgId}`;
  const all = await rowsOf(path);
  const enterprise = await rowsOf(daily);
  emulator.switches.orgConsumption = 'devin-only';
  const own = await rowsOf(path);
  expect(
    own.every((row) => row.acus_by_product?.['cascade'] === 0 && row.acus_by_product['terminal'] === 0),
  ).toBe(true);
  expect(sumOf(own)).toBeLessThan(sumOf(all));
  expect(await rowsOf(daily)).toEqual(enterprise);
});

test('unattributed: the enterprise uses more than its people', async () => {
  const before = sumOf(await rowsOf(daily));
  emulator.switches.unattributed = true;
  expect(sumOf(await rowsOf(daily))).toBeGreaterThan(before);
});

describe('the requested user', () => {
  test('unknownUser', async () => {
    expect((await ask(emulator, `${daily}/users/nobody`, window)).status).toBe(404);
    expect((await ask(emulator, `${daily}/service-users/nobody`, window)).status).toBe(404);
    emulator.switches.unknownUser = 'empty';
    expect((await ask(emulator, `${daily}/users/nobody`, window)).body).toEqual({
      total_acus: 0,
      consumption_by_date: [],
    });
  });

  test('a user who has not joined yet, or only another organization, is unknown', async () => {
    expect((await ask(emulator, userPath(14), window)).status).toBe(404);
    emulator.setNow('2026-11-23T09:00:00Z');
    expect((await ask(emulator, userPath(14), window)).status).toBe(200);
    const elsewhere = userPath(4).replace('/v3/enterprise', `/v3/organizations/${emulator.orgId}`);
    expect((await ask(emulator, elsewhere, window)).status).toBe(404);
  });

  test('usersWithoutUse', async () => {
    const [never, quiet] = [userPath(6), userPath(21)];
    expect(sumOf(await rowsOf(never))).toBe(0);
    expect(sumOf(await rowsOf(quiet))).toBe(0);
    expect(await rowsOf(quiet)).toHaveLength(7);
    emulator.switches.usersWithoutUse = 'empty';
    expect(await rowsOf(never)).toEqual([]);
    expect(await rowsOf(quiet)).toHaveLength(7);
    emulator.switches.usersWithoutUse = '404';
    expect((await ask(emulator, never, window)).status).toBe(404);
    expect((await ask(emulator, quiet, window)).status).toBe(200);
    emulator.switches.usersWithoutUse = '404-in-window';
    expect((await ask(emulator, quiet, window)).status).toBe(404);
    expect((await ask(emulator, userPath(0), window)).status).toBe(200);
  });

  test('leavers', async () => {
    const left = userPath(9);
    expect(sumOf(await rowsOf(left))).toBeGreaterThan(0);
    for (const status of ['404', '403'] as const) {
      emulator.switches.leavers = status;
      expect((await ask(emulator, left, window)).status).toBe(Number(status));
    }
    emulator.switches.leavers = 'empty';
    expect(await rowsOf(left)).toEqual([]);
    expect((await ask(emulator, userPath(0), window)).status).toBe(200);
  });
});

describe('metrics', () => {
  const created = async (query: Query): Promise<number> =>
    ((await ask(emulator, prs, { ...window, ...query })).body as { prs_created_count: number })
      .prs_created_count;

  test('takenOver', async () => {
    expect((await ask(emulator, prs, window)).body).toHaveProperty('prs_taken_over_merged_count');
    emulator.switches.takenOver = 'absent';
    expect(Object.keys((await ask(emulator, prs, window)).body as object)).toHaveLength(4);
  });

  test('userIdsFilter', async () => {
    const [one, other] = emulator.world.people.slice(0, 2).map((person) => person.id) as [string, string];
    const serviceUser = emulator.world.serviceUsers[1]?.id ?? '';
    const all = await created({});
    expect(await created({ user_ids: [one] })).toBeGreaterThan(0);
    expect(await created({ user_ids: [one, other], service_user_ids: [serviceUser] })).toBe(
      (await created({ user_ids: one })) +
        (await created({ user_ids: other })) +
        (await created({ service_user_ids: serviceUser })),
    );
    expect(await created({ user_ids: ['nobody'] })).toBe(0);
    emulator.switches.userIdsFilter = 'ignored';
    expect(await created({ user_ids: [one] })).toBe(all);
    emulator.switches.userIdsFilter = '404-unknown';
    expect((await ask(emulator, prs, { ...window, user_ids: [one, 'nobody'] })).status).toBe(404);
    expect((await ask(emulator, prs, { ...window, user_ids: [one] })).status).toBe(200);
    emulator.switches.userIdsFilter = '422';
    expect((await ask(emulator, prs, { ...window, user_ids: [one] })).status).toBe(422);
    expect(await created({})).toBe(all);
  });

  test('org_ids filter by organization', async () => {
    const ids = emulator.world.organizations.map((organization) => organization.org_id);
    const [first = 0, ...others] = await Promise.all(ids.map((id) => created({ org_ids: [id] })));
    expect(first).toBeGreaterThan(0);
    expect(first + others.reduce((sum, count) => sum + count, 0)).toBe(await created({}));
  });

  test('maxIds and maxUrlBytes', async () => {
    const asked = { ...window, user_ids: ['a', 'b', 'c'] };
    emulator.switches.maxIds = 2;
    expect((await ask(emulator, prs, asked)).status).toBe(422);
    emulator.switches.maxIds = 3;
    expect((await ask(emulator, prs, asked)).status).toBe(200);
    emulator.switches.maxUrlBytes = 60;
    expect((await ask(emulator, prs, asked)).status).toBe(414);
    expect((await ask(emulator, '/v3/self')).status).toBe(200);
  });

  test('periodEnd and min_sessions', async () => {
    const dau = '/v3/enterprise/metrics/dau';
    const midnight = Date.parse('2026-11-03T00:00:00Z') / 1000;
    const asked = { time_after: midnight, time_before: midnight + 86_400 };
    const [row] = (await ask(emulator, dau, asked)).body as { active_users: number; end_time: number }[];
    expect(row?.end_time).toBe(midnight + 86_399);
    emulator.switches.periodEnd = 'next-start';
    const busy = (await ask(emulator, dau, { ...asked, min_sessions: 3, min_searches: 3 }))
      .body as (typeof row)[];
    expect(busy[0]?.end_time).toBe(midnight + 86_400);
    expect(busy[0]?.active_users).toBeLessThan(row?.active_users ?? 0);
    const searching = (await ask(emulator, dau, { ...asked, min_sessions: 99 })).body as (typeof row)[];
    expect(searching[0]?.active_users).toBeGreaterThan(0);
    expect((await ask(emulator, dau, { ...asked, min_sessions: -1 })).status).toBe(422);
  });
});

describe('lists', () => {
  const users = '/v3/enterprise/members/users';

  test('total and lastPageCursor', async () => {
    const last = async (): Promise<unknown> => (await ask(emulator, users, { first: 200 })).body;
    expect(await last()).toMatchObject({ total: null, end_cursor: null, has_next_page: false });
    Object.assign(emulator.switches, { total: 'present', lastPageCursor: 'present' });
    expect(await last()).toMatchObject({
      total: 28,
      end_cursor: expect.any(String) as string,
      has_next_page: false,
    });
    emulator.switches.total = 'absent';
    expect(await last()).not.toHaveProperty('total');
  });

  test('listOrder', async () => {
    const stable = [await askAll(emulator, users), await askAll(emulator, users)];
    expect(stable[0]).toEqual(stable[1]);
    emulator.switches.listOrder = 'shuffled-per-request';
    expect(await askAll(emulator, users)).not.toEqual(await askAll(emulator, users));
  });

  test('orgMembersPath', async () => {
    const statuses = async (): Promise<number[]> => {
      const paths = ['v3beta1', 'v3'].map(
        (prefix) => `/${prefix}/organizations/${emulator.orgId}/members/users`,
      );
      return Promise.all(
        paths.map(async (path) => (await ask(emulator, path, {}, emulator.keys.organization)).status),
      );
    };
    expect(await statuses()).toEqual([200, 404]);
    emulator.switches.orgMembersPath = 'v3';
    expect(await statuses()).toEqual([404, 200]);
    emulator.switches.orgMembersPath = 'both';
    expect(await statuses()).toEqual([200, 200]);
  });

  test('idpUsers', async () => {
    const path = '/v3/enterprise/members/idp-users';
    const both = emulator.truth('members', 'enterprise').length;
    expect((await ask(emulator, path)).status).toBe(200);
    emulator.switches.idpUsers = '404';
    expect((await ask(emulator, path)).status).toBe(404);
    expect((await ask(emulator, users)).status).toBe(200);
    expect(emulator.truth('members', 'enterprise').length).toBeLessThan(both);
  });

  test('roleType', async () => {
    const role = async (): Promise<unknown> =>
      (await askAll<{ role_assignments: { role: unknown }[] }>(emulator, users))[0]?.role_assignments[0]
        ?.role;
    expect(await role()).toHaveProperty('role_type', 'enterprise');
    emulator.switches.roleType = 'absent';
    expect(await role()).not.toHaveProperty('role_type');
    expect(JSON.stringify(emulator.truth('members', 'enterprise')[0])).toContain('"role_type":null');
  });
});

describe('access', () => {
  test('olderPermissions', async () => {
    const key = emulator.addKey({ permissions: ['ManageBilling'] });
    expect((await ask(emulator, daily, window, key)).status).toBe(200);
    emulator.switches.olderPermissions = 'refused';
    expect((await ask(emulator, daily, window, key)).status).toBe(403);
    expect((await ask(emulator, daily, window)).status).toBe(200);
    const metrics = `/v3/organizations/${emulator.orgId}/metrics/prs`;
    expect((await ask(emulator, metrics, window)).status).toBe(200);
  });

  test('selfPermission', async () => {
    emulator.switches.selfPermission = '403';
    expect((await ask(emulator, '/v3/self')).status).toBe(403);
    expect((await ask(emulator, daily, window)).status).toBe(200);
    const key = emulator.addKey({ permissions: ['ReadAccountMeta'] });
    expect((await ask(emulator, '/v3/self', {}, key)).status).toBe(200);
  });

  test('ipAllowList', async () => {
    for (const status of ['401', '403'] as const) {
      emulator.switches.ipAllowList = status;
      expect((await ask(emulator, '/v3/self')).status).toBe(Number(status));
    }
  });

  test('errorBody', async () => {
    expect((await ask(emulator, '/v3/self', {}, 'cog_unknown')).body).toMatchObject({
      title: 'Unauthorized',
      status: 401,
    });
    emulator.switches.errorBody = 'older';
    expect((await ask(emulator, '/v3/self', {}, 'cog_unknown')).body).toEqual({ detail: 'Unauthorized' });
    expect((await ask(emulator, prs, {})).body).toMatchObject({ detail: [{ loc: ['query', 'time_after'] }] });
  });

  test('trailingSlash', async () => {
    const reply = await ask(emulator, '/v3/self/', { a: 1 });
    expect([reply.status, reply.headers.get('location')]).toEqual([307, '/v3/self?a=1']);
    emulator.switches.trailingSlash = '404';
    expect((await ask(emulator, '/v3/self/')).status).toBe(404);
  });
});
