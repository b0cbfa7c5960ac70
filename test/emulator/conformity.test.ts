import { defaultSwitches } from '../../emulator/world/switch-choices';
import { type Switches } from '../../emulator/world/switches';
import { endpoints } from '../../emulator/api/routes';
import type { Emulator } from '../../emulator/emulator';
import { startEmulator } from '../../emulator/server';
import { ask, bounds, type Query } from './asking';
import { loadSpecification } from './specification';

const specification = loadSpecification();
const window = bounds('2026-11-01', '2026-11-20');

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => {
  Object.assign(emulator.switches, defaultSwitches());
  emulator.faults.clear();
});
afterAll(() => emulator.close());

function described(path: string): string {
  return path
    .replace('/v3/organizations/{org_id}/members', '/v3beta1/organizations/{org_id}/members')
    .replace(/^\/v3beta1(?=\/organizations\/[^/]+\/guardrail)/, '/v3beta1/enterprise');
}

/** The path with ids of this world; the session's is as the switches say. */
function filled(path: string): string {
  const ids: Record<string, () => string | undefined> = {
    org_id: () => emulator.orgId,
    user_id: () => emulator.world.people[5]?.id,
    service_user_id: () => emulator.world.serviceUsers[1]?.id,
    session_id: someSessionId,
    devin_id: someSessionId,
  };
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name]?.() ?? ''));
}

function someSessionId(): string {
  const [session] = emulator.truth('sessions', 'organization', { after: '2026-11-10T08:00:00Z' });
  return String(session?.['session_id']);
}

function queryFor(path: string): Query {
  if (path.includes('/sessions')) return { ...window, updated_after: window.time_after };
  return /\/(metrics|daily|audit-logs|guardrail-violations|scans)(\/|$)/.test(path) ? window : {};
}

const settings: [name: string, switches: Partial<Switches>][] = [
  ['the defaults', { orgMembersPath: 'both' }],
  [
    'every other form of what is optional',
    {
      orgMembersPath: 'both',
      review: 'absent',
      takenOver: 'absent',
      total: 'absent',
      roleType: 'absent',
      zeroDays: 'omitted',
      stamp: 'pacific',
      extraProduct: true,
      listOrder: 'shuffled-per-request',
      consumptionOrder: 'shuffled',
      hasNextPage: 'absent',
      structuredOutput: 'absent',
      draftPullRequests: true,
      acusConsumed: 'absent',
      zeroSizes: 'absent',
    },
  ],
  [
    'nulls and zeros',
    {
      orgMembersPath: 'both',
      review: 'null',
      total: 'present',
      lastPageCursor: 'present',
      sessionIds: 'prefixed',
      acusConsumed: 'null',
      structuredOutput: 'object',
      cursors: 'offset',
      productData: 'zero',
      orgConsumption: 'devin-only',
      unattributed: true,
      consumptionOrder: 'descending',
    },
  ],
];

describe.each(settings)('with %s', (_name, switches) => {
  test.each(endpoints.map(({ path }) => path))('%s answers as described', async (path) => {
    Object.assign(emulator.switches, switches);
    const reply = await ask(emulator, filled(path), queryFor(path));
    expect(reply.status).toBe(200);
    expect(specification.problems(described(path), 200, reply.contentType, reply.body)).toBeNull();
  });
});

const listsOfSessions = endpoints
  .map(({ path }) => path)
  .filter((path) => /^(?!.*metrics).*\/sessions(\/insights)?$/.test(path));
const everyPath = endpoints.map(({ path }) => path);

/** Forms that were seen in answers, or that a connector must bear, though the description has them otherwise. */
const undescribed: [name: string, switches: Partial<Switches>, paths: readonly string[]][] = [
  ['pull requests have url', { pullRequestFields: 'url' }, listsOfSessions],
  ['numbers are texts', { numbersAsText: true }, listsOfSessions],
  [
    'insights are as seen',
    { insights: 'as-seen' },
    listsOfSessions.filter((path) => path.endsWith('/insights')),
  ],
  ['there are new fields', { addedFields: true }, everyPath],
];

test.each(undescribed)(
  'where %s, only those answers differ from the description',
  async (_name, switches, paths) => {
    Object.assign(emulator.switches, { orgMembersPath: 'both', ...switches });
    const strange: string[] = [];
    for (const path of everyPath) {
      const reply = await ask(emulator, filled(path), queryFor(path));
      if (specification.problems(described(path), 200, reply.contentType, reply.body) !== null)
        strange.push(path);
    }
    expect(strange).toEqual(paths);
  },
);

test('the lists, days and sessions of the tests above are not empty', async () => {
  const sizes = await Promise.all(
    endpoints
      .filter(({ path }) => !path.startsWith('/v3/organizations/{org_id}/members'))
      .map(async ({ path }) => {
        const body = (await ask(emulator, filled(path), queryFor(path))).body as Record<string, unknown[]>;
        return [
          path,
          (Array.isArray(body) ? body : (body['items'] ?? body['consumption_by_date']))?.length ?? 1,
        ];
      }),
  );
  expect(sizes.filter(([, size]) => size === 0)).toEqual([]);
});

const nonsense = { time_after: 'yesterday', time_before: 1, updated_after: 'x', first: 'x', limit: 'x' };
/** They take no parameter that could be wrong. */
const withoutParameters = [
  '/v3/enterprise/org-group-limits',
  '/v3beta1/enterprise/organizations/{org_id}/consumption/acu-limits',
];

const refusals: [status: number, how: string, query: Query, key: (made: Emulator) => string | undefined][] = [
  [401, 'an unknown key', {}, () => 'cog_unknown'],
  [403, 'a key without any permission', {}, (made) => made.addKey({})],
  [422, 'numbers that are none', nonsense, () => undefined],
];

describe.each(['problem', 'older'] as const)('errors of the form %s', (errorBody) => {
  test.each(refusals)('%i, for %s, is as described at every endpoint', async (status, _how, query, key) => {
    Object.assign(emulator.switches, { errorBody, orgMembersPath: 'both' });
    const refused: string[] = [];
    for (const { path } of endpoints) {
      const reply = await ask(emulator, filled(path), query, key(emulator));
      if (reply.status !== status) continue;
      refused.push(path);
      expect(specification.problems(described(path), status, reply.contentType, reply.body)).toBeNull();
      expect(reply.contentType).toBe(
        errorBody === 'problem' ? 'application/problem+json' : 'application/json',
      );
    }
    const expected = endpoints
      .map(({ path }) => path)
      .filter((path) => status === 401 || path !== '/v3/self')
      .filter((path) => status !== 422 || !withoutParameters.includes(path));
    expect(refused).toEqual(expected);
  });

  test.each([404, 429, 500])('%i is as described', async (status) => {
    emulator.switches.errorBody = errorBody;
    const path = '/v3/enterprise/consumption/daily/users/{user_id}';
    if (status !== 404) emulator.faults.add({ path: '*', kind: 'status', status });
    const reply = await ask(emulator, path.replace('{user_id}', 'nobody'), window);
    expect(reply.status).toBe(status);
    expect(specification.problems(path, status, reply.contentType, reply.body)).toBeNull();
  });
});

test.each(endpoints.map((endpoint) => [endpoint.path, endpoint.permission] as const))(
  '%s asks for the documented permission',
  (path, permission) => {
    const operation = specification.operation(described(path));
    expect(permission?.name ?? 'none').toBe(operation?.['x-devin-permission']);
    const older = operation?.['x-devin-permission-older'];
    expect(permission?.older ?? ['ReadAccountMeta']).toEqual(older === undefined ? [] : [older]);
  },
);

test('the check finds a field that is missing, of another type, or not described', () => {
  const path = '/v3/enterprise/metrics/usage';
  const good = { sessions_count: 1, searches_count: 1, prs_created_count: 1, prs_merged_count: 1 };
  const missing = { searches_count: 1, prs_created_count: 1, prs_merged_count: 1 };
  const problems = (body: unknown): string | null =>
    specification.problems(path, 200, 'application/json', body);
  expect(problems(good)).toBeNull();
  for (const bad of [missing, { ...good, sessions_count: '1' }, { ...good, more: 1 }]) {
    expect(problems(bad)).not.toBeNull();
  }
});
