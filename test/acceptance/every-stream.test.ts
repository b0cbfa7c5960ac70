import { parseDate } from '../../emulator/world/billing-days';
import type { Emulator, EmulatorOptions } from '../../emulator/emulator';
import type { Switches } from '../../emulator/world/switches';
import { truthStreams } from '../../emulator/truths/truth';
import { Connection } from './connection';
import { discover, scopes, withEmulator, type ScopeName } from './harness';
import { comparable } from './owed';
import { inOrder, metricsOfUsers, expectedRows, type Owed, type Sync } from './owed-streams';
import type { CatalogStream } from './protocol';
import type { Run } from './run';
import { alone, betaStreams, combinations, missedBy, switchCases, type SwitchedCase } from './switch-values';

/** A whole month, so that months are counted too, in which summer time ends. */
const config = { start_date: '2026-11-01', consumption_lookback_days: 5, metrics_lookback_days: 3 };
/** A session changes in this very second. */
const firstSync = '2026-12-01T10:39:14Z';
const nextDay = '2026-12-02T09:00:00Z';

/**
 * Nine people with a story each: one comes through a group, one has no e-mail, one never uses Devin, one works elsewhere.
 * Between the two syncs one leaves, one joins, who does not work yet, and one gets another role.
 */
const world: EmulatorOptions = {
  seed: 3,
  users: 18,
  now: '2026-12-01T09:00:00Z',
  customize: (people) => {
    const chosen = [0, 1, 3, 4, 5, 6, 11, 14, 17].flatMap((number) => people[number] ?? []);
    people.splice(0, people.length, ...chosen);
    Object.assign(people[7] ?? {}, { intensity: 0 });
  },
};

/** Provides an emulator without activity for most of the month, which saves requests. */
function withQuietMonth(
  switches: Partial<Switches>,
  use: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  return withEmulator({ ...world, switches }, (emulator) => {
    const quiet = { from: parseDate('2026-11-06'), to: parseDate('2026-11-24') };
    const { people, serviceUsers } = emulator.world;
    for (const actor of [...people, ...serviceUsers]) actor.quiet = quiet;
    emulator.setNow(firstSync);
    return use(emulator);
  });
}

/** The streams of a scope that the emulator can tell the truth about: each, unless one is newer than the emulator. */
async function comparableStreams(scope: ScopeName): Promise<CatalogStream[]> {
  const told = truthStreams();
  return (await discover(scope)).filter(({ name }) => told.includes(name));
}

/** Connections of an organization are those of its repositories, whose list is beta. */
function isBeta(stream: string, scope: ScopeName): boolean {
  return betaStreams.includes(stream) && (stream !== 'git_connections' || scope === 'organization');
}

/** Why a stream fails, where failing is right. */
function failure(stream: string, scope: ScopeName, switches: Partial<Switches>): RegExp | undefined {
  const { ipAllowList = 'open', userIdsFilter, idpUsers, beta } = switches;
  if (ipAllowList === '401') return /^invalid_credentials: /;
  // In organization scope the settings do not name the organization, so it is requested first.
  if (ipAllowList === '403') return /^invalid_(credentials|permissions): /;
  if (stream === 'idp_groups' && idpUsers === '404') return /^invalid_permissions: .* 404 /;
  if (isBeta(stream, scope) && (beta === '404' || beta === '403'))
    return new RegExp(`^invalid_permissions: .* ${beta} .* enabled it for the account`);
  if (!metricsOfUsers.includes(stream)) return undefined;
  if (userIdsFilter === 'ignored') return /ignores the filter user_ids of /;
  return userIdsFilter === '422' ? /answered 422 / : undefined;
}

async function expectTruth(scope: ScopeName, switches: Partial<Switches>, startDate?: string): Promise<void> {
  const days = { ...config, ...(startDate !== undefined && { start_date: startDate }) };
  const catalog = await comparableStreams(scope);
  const streams = catalog.map(({ name }) => name);
  await withQuietMonth(switches, async (emulator) => {
    // Only `/v3/self` can name the organization.
    const needsOrgId = switches.selfPermission === '403' && scope === 'organization';
    const connection = await Connection.create(emulator, {
      ...{ scope, streams },
      config: { ...days, ...(needsOrgId && { org_id: emulator.orgId }) },
    });
    const sync: Sync = { emulator, scope, config: days };
    const before = expectedRows(sync, streams);
    const modes = Object.fromEntries(streams.map((name) => [name, 'full_refresh' as const]));
    expectRows(await connection.sync({ modes }), { catalog, scope, switches, rows: before.rows });
    emulator.setNow(nextDay);
    const after = expectedRows({ ...sync, before }, streams);
    expectRows(await connection.sync(), { catalog, scope, switches, rows: after.rows });
  });
}

interface Expected {
  readonly catalog: readonly CatalogStream[];
  readonly scope: ScopeName;
  readonly switches: Partial<Switches>;
  readonly rows: Owed['rows'];
}

/** Each stream has exactly the expected rows, or fails as expected. */
function expectRows(run: Run, { catalog, scope, switches, rows }: Expected): void {
  for (const stream of catalog) {
    const { name } = stream;
    const why = failure(name, scope, switches);
    if (why) expect([name, run.error(name)?.message]).toEqual([name, expect.stringMatching(why)]);
    else expect([name, run.error(name)?.message, run.outcome(name)]).toEqual([name, undefined, 'COMPLETE']);
    const found = name === 'members' ? comparable(run.records(name)) : run.records(name);
    expect([name, inOrder(found, stream)]).toEqual([name, why ? [] : inOrder(rows[name] ?? [], stream)]);
  }
}

const touching = Object.entries(switchCases).flatMap(([name, { touches }]) =>
  touches.length > 0 ? [name] : [],
);
const together = combinations(0, 5);
/** A path answers an id of the wrong form like a session without use, and the list says that no session has any. */
const emptyForWrongIds: SwitchedCase = [
  'an empty answer to ids of the wrong form',
  { sessionIds: 'prefixed', sessionIdInPath: 'bare', unknownUser: 'empty', acusConsumed: 'zero' },
];
/** Each value alone takes minutes: that is for `npm run test:switches`. */
const cases: SwitchedCase[] = [
  ['all defaults', {}],
  ...together,
  emptyForWrongIds,
  ...(process.env.EVERY_SWITCH ? alone(touching) : []),
];

describe.each(scopes)('%s scope', (scope) => {
  it.concurrent.each(cases)(
    'a full refresh and the sync of the next day equal the truth for every stream: %s',
    (_, switches, startDate) => expectTruth(scope, switches, startDate),
  );

  it.concurrent('every stream has records in both syncs, streams of users also of former members', () =>
    withQuietMonth({}, async (emulator) => {
      const streams = (await comparableStreams(scope)).map(({ name }) => name);
      const sync: Sync = { emulator, scope, config };
      const before = expectedRows(sync, streams);
      emulator.setNow(nextDay);
      const after = expectedRows({ ...sync, before }, streams);
      const silent = streams.filter((name) => !before.rows[name]?.length || !after.rows[name]?.length);
      expect(silent).toEqual([]);
      expect(after.rows.sessions?.map((row) => row.updated_at)).toContain(firstSync);
      const stay = after.roster.map(({ user_id: id }) => id);
      for (const name of ['daily_user_consumption', ...metricsOfUsers])
        expect(after.rows[name]?.some(({ user_id: id }) => !stay.includes(id))).toBe(true);
    }),
  );
});

it('the combinations include every value of every switch', () => {
  expect(missedBy(together)).toEqual([]);
});
