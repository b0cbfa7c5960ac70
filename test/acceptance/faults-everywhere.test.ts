import type { Emulator } from '../../emulator/emulator';
import { everyLasting, expectFailure, passing, type LastingFault } from './fault-kinds';
import { scopes, type ScopeName } from './harness';
import { isSelf, neededEndpoints, strikes, type NeededEndpoint } from './needed-endpoints';
import type { Row } from './protocol';
import { expectMended, expectTruth, withScene } from './scene';
import { skippedMinutes } from './skipped-waits';

/** What is waited for comes first, as after a 429 there is one request at a time; after a slow drip nothing is asked again. */
const kinds: typeof passing = [
  ['no answer at all', { kind: 'stall' }],
  ...passing,
  ['a slow drip', { kind: 'slow-drip', bytesPerMillisecond: 300 }],
];

/** Several kinds, one after the other, save syncs; the nightly run has each kind by itself. */
const kindsAtOnce = process.env.EVERY_FAULT ? 1 : 3;
const passingCases = kinds.flatMap((_, index) => {
  const together = kinds.filter((_kind, other) => other % (kinds.length / kindsAtOnce) === index);
  const names = together.map(([name]) => name).join(', then ');
  // At all endpoints at once, so many answers of 429 in a row would use up the time of every call.
  return together.length === 0
    ? []
    : [0, 1].map((half) => [names, half, together.map(([, kind]) => kind)] as const);
});

describe.each(scopes)('temporary faults, on each endpoint of every stream, in %s scope', (scope) => {
  it.concurrent.each(passingCases)('%s: no row is lost or doubled (half %i)', (_, half, together) =>
    withScene(scope, async (scene) => {
      const { emulator, connection, endpoints } = scene;
      const struck = endpoints.filter((_endpoint, index) => index % 2 === half);
      const planned = struck.flatMap(({ path }) =>
        together.map((kind, index) => emulator.faults.add({ ...kind, path, occurrences: [index + 1] })),
      );
      const stalls = together.some(({ kind }) => kind === 'stall');
      const run = await connection.sync(stalls ? { env: skippedMinutes } : {});
      expectTruth(run, scene);
      const routes = Object.keys(emulator.requestCounts().byRoute);
      const expected = new Set(['/v3/self', ...endpoints.map(({ route }) => route)]);
      expect(routes.sort()).toEqual([...expected].sort());
      expect(planned.filter(({ done }) => done !== 1)).toEqual([]);
    }),
  );

  it.concurrent('every stream has records that could be lost', () =>
    withScene(scope, ({ catalog, rows, endpoints }) => {
      expect(catalog.filter(({ name }) => !rows[name]?.length)).toEqual([]);
      const needing = new Set(endpoints.flatMap(({ streams }) => streams));
      expect([...needing].sort()).toEqual(catalog.map(({ name }) => name).sort());
      return Promise.resolve();
    }),
  );
});

type LastingCase = [
  name: string,
  what: string,
  scope: ScopeName,
  fault: LastingFault,
  struck: NeededEndpoint[],
];

/** Of one kind: every list in one scope, which keeps what is read of its items from being asked for; all else in the other. */
function inHalves(fault: LastingFault, index: number): LastingCase[] {
  const one: ScopeName = index % 2 === 0 ? 'enterprise' : 'organization';
  const other: ScopeName = index % 2 === 0 ? 'organization' : 'enterprise';
  const [name, kind] = fault;
  const struckIn = (scope: ScopeName) => neededEndpoints(scope).filter((endpoint) => strikes(kind, endpoint));
  const isFirst = ({ isList, isOfEach }: NeededEndpoint) => isList && !isOfEach;
  const isOther = (endpoint: NeededEndpoint) => !isFirst(endpoint) && !isSelf(endpoint);
  const ofKey = index % 4 === 0 ? struckIn('organization').filter(isSelf) : [];
  return [
    [name, 'every list', one, fault, struckIn(one).filter(isFirst)],
    [name, 'everything else', other, fault, struckIn(other).filter(isOther)],
    [name, 'the key itself', 'organization', fault, ofKey],
  ];
}

/** Of one kind: each endpoint of both scopes by itself. */
function oneByOne(fault: LastingFault): LastingCase[] {
  return scopes.flatMap((scope) =>
    neededEndpoints(scope)
      .filter((endpoint) => strikes(fault[1], endpoint))
      .map((endpoint): LastingCase => [fault[0], endpoint.route, scope, fault, [endpoint]]),
  );
}

const lastingCases = everyLasting
  .flatMap(process.env.EVERY_FAULT ? oneByOne : inHalves)
  .filter(([, , , , struck]) => struck.length > 0);

describe('lasting faults', () => {
  it.concurrent.each(lastingCases)(
    '%s, for %s, in %s scope: only its streams fail, with the reason, and the next sync reads the rest',
    (_, _what, scope, [, kind, says], struck) =>
      withScene(scope, async (scene) => {
        const { emulator, connection } = scene;
        const planned = struck.map(({ path }) => emulator.faults.add({ ...kind, path }));
        const run = await connection.sync();
        const failed = [...new Set(struck.flatMap(({ streams }) => streams))];
        for (const stream of failed) expectFailure(run, stream, says);
        expectTruth(run, scene, failed);
        expect(planned.filter(({ done }) => done === 0)).toEqual([]);
        await expectMended(scene, failed);
      }),
  );

  it('every kind of fault and every endpoint is tested', () => {
    expect(new Set(lastingCases.map(([name]) => name)).size).toBe(everyLasting.length);
    const met = new Set(lastingCases.flatMap(([, , , , struck]) => struck.map(({ route }) => route)));
    const all = scopes.flatMap((scope) => neededEndpoints(scope).map(({ route }) => route));
    expect(all.filter((route) => !met.has(route))).toEqual([]);
  });
});

describe.each(scopes)('duplicate or missing items, in %s scope', (scope) => {
  it.concurrent('on two pages of each list: no row is doubled', () =>
    withScene(scope, async (scene) => {
      const { emulator, connection, endpoints } = scene;
      const planned = endpoints
        .filter(({ isList }) => isList)
        .map(({ path }) => emulator.faults.add({ kind: 'duplicate-members', itemsPerPage: 1, path }));
      expectTruth(await connection.sync(), scene);
      expect(planned.filter(({ done }) => done < 2)).toEqual([]);
    }),
  );

  it.concurrent(
    'an item of each list that is deleted before it is read: the others miss nothing, and a warning says so',
    () =>
      withScene(scope, async (scene) => {
        const { emulator, connection, catalog, rows } = scene;
        const gone = goneSubjects(emulator, scope);
        for (const { field, id } of gone) {
          const answer = { kind: 'status', status: 404 } as const;
          emulator.faults.add({ ...answer, path: `*/consumption/daily/*/${id}` });
          emulator.faults.add({ ...answer, path: '*/metrics/*', query: { [`${field}s`]: id } });
        }
        const run = await connection.sync();
        const left = Object.fromEntries(
          catalog.map(({ name }) => [
            name,
            isReadOfEach(name) ? without(rows[name] ?? [], gone) : (rows[name] ?? []),
          ]),
        );
        expectTruth(run, { ...scene, rows: left });
        for (const { name } of catalog.filter((stream) => isReadOfEach(stream.name)))
          expect(run.logs('WARN').join()).toMatch(new RegExp(`${name}: Devin answered 404 for 1 of`));
      }),
  );
});

interface Subject {
  readonly field: 'user_id' | 'org_id' | 'service_user_id';
  readonly id: string;
}

/** One of each that something is read of. */
function goneSubjects(
  { world: { people, organizations, serviceUsers } }: Emulator,
  scope: ScopeName,
): Subject[] {
  const user: Subject = { field: 'user_id', id: people[0]?.id ?? '' };
  if (scope === 'organization') return [user];
  return [
    user,
    { field: 'org_id', id: organizations[0]?.org_id ?? '' },
    { field: 'service_user_id', id: serviceUsers[0]?.id ?? '' },
  ];
}

function isReadOfEach(stream: string): boolean {
  return /^daily_(user|organization|service_user)_/.test(stream);
}

function without(rows: readonly Row[], subjects: readonly Subject[]): Row[] {
  return rows.filter((row) => !subjects.some(({ field, id }) => row[field] === id));
}

it.concurrent(
  'a key that is revoked during a sync ends every incomplete stream, and the next sync reads the rest',
  () =>
    withScene('enterprise', async (scene) => {
      const { emulator, connection, catalog } = scene;
      emulator.faults.add({ kind: 'status', status: 401, path: '*', occurrences: { from: 10 } });
      const run = await connection.sync();
      const failed = catalog.map(({ name }) => name).filter((name) => run.error(name));
      for (const stream of failed)
        expectFailure(run, stream, ['invalid_credentials', 'config_error', /expired or revoked/]);
      expectTruth(run, scene, failed);
      expect(failed.length).toBeGreaterThan(5);
      // Nothing is asked once the key is known to be dead, not even whether it is: once at the start, and once for a 401.
      expect(emulator.requestCounts().byRoute['/v3/self']).toBe(2);
      await expectMended(scene, failed);
    }),
);
