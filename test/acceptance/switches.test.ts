import type { Emulator } from '../../emulator/emulator';
import { defaultSwitches } from '../../emulator/world/switch-choices';
import { type Switches } from '../../emulator/world/switches';
import { Connection } from './connection';
import { coreStreams, scopes, withEmulator, type ScopeName } from './harness';
import {
  comparable,
  ordered,
  expectedConsumption,
  expectedMembers,
  expectedMetrics,
  type Days,
} from './owed';
import type { Row } from './protocol';
import type { Run } from './run';
import { alone, combinations, isRefusal, missedBy, switchCases, type SwitchedCase } from './switch-values';

/** These concern nothing that the core streams ask for: one case for all of them. */
const unmet: ReadonlySet<string> = new Set([
  ...[
    'unknownUser',
    'maxSpanStatus',
    'reversedBounds',
    'periodEnd',
    'userIdsFilter',
    'maxIds',
    'trailingSlash',
  ],
]);

const passing = alone(Object.keys(switchCases).filter((name) => !unmet.has(name))).filter(
  ([, switches]) => !isRefusal(switches),
);

const unmetTogether: SwitchedCase = [
  [...unmet].join(', '),
  Object.fromEntries([...unmet].map((name) => [name, switchCases[name as keyof Switches].values[0]])),
];

/** The first five of the twenty are there for every stream; of the others each is met in one scope, by `npm run test:switches` in both. */
const combined = combinations(5, 20);

const config = { start_date: '2026-11-05', consumption_lookback_days: 7, metrics_lookback_days: 5 };
const fullRefresh = Object.fromEntries(coreStreams.map((name) => [name, 'full_refresh' as const]));

/** The twelfth person leaves within the first day. */
async function expectTruth(
  scope: ScopeName,
  switches: Partial<Switches>,
  startDate = config.start_date,
): Promise<void> {
  await withEmulator({ users: 12, switches }, async (emulator) => {
    // Only `/v3/self` can name the organization.
    const orgId =
      switches.selfPermission === '403' && scope === 'organization' ? { org_id: emulator.orgId } : {};
    const connection = await Connection.create(emulator, {
      scope,
      config: { ...config, start_date: startDate, ...orgId },
    });
    const roster = expectedMembers(emulator, scope);
    const full = await connection.sync({ modes: fullRefresh });
    expectRows(full, emulator, scope, { members: roster, consumption: startDate, metrics: startDate });

    emulator.setNow('2026-11-22T09:00:00Z');
    const next = await connection.sync();
    const stay = expectedMembers(emulator, scope).map((member) => member.user_id);
    const left = roster.filter((member) => !stay.includes(member.user_id));
    expect(left).toHaveLength(1);
    expectRows(next, emulator, scope, {
      members: left.map((member) => ({
        ...member,
        is_member: false,
        role_assignments: [],
        idp_role_assignments: [],
      })),
      consumption: '2026-11-14',
      metrics: '2026-11-16',
      userIds: roster.map((member) => String(member.user_id)),
    });
  });
}

interface Owed {
  readonly members: readonly Row[];
  readonly consumption: string;
  readonly metrics: string;
  readonly userIds?: readonly string[];
}

function expectRows(run: Run, emulator: Emulator, scope: ScopeName, expected: Owed): void {
  expect(run.exitCode).toBe(0);
  expect(ordered(comparable(run.records('members')))).toEqual(ordered(expected.members));
  const days = {
    from: expected.consumption,
    lookbackDays: 7,
    ...(expected.userIds && { userIds: expected.userIds }),
  };
  expect(ordered(run.records('daily_user_consumption'))).toEqual(ordered(answered(emulator, scope, days)));
  // Each user's rows come in day order, whatever Devin's is.
  for (const { user_id: id } of expected.members) {
    const dates = run
      .records('daily_user_consumption')
      .flatMap((row) => (row.user_id === id ? [row.date] : []));
    expect(dates).toEqual([...dates].sort());
  }
  expect(run.records('daily_pr_metrics')).toEqual(
    expectedMetrics(emulator, scope, { from: expected.metrics, lookbackDays: 5 }),
  );
}

/** The part of the truth that Devin answers: under one switch a user without use in the window is answered 404. */
function answered(emulator: Emulator, scope: ScopeName, days: Days): Row[] {
  const rows = expectedConsumption(emulator, scope, days);
  if (emulator.switches.usersWithoutUse !== '404-in-window') return rows;
  const users = new Set(rows.filter(({ acus }) => acus !== 0).map((row) => row.user_id));
  return rows.filter((row) => users.has(row.user_id));
}

describe.each(scopes)('%s scope', (scope) => {
  it.concurrent.each([...passing, unmetTogether])(
    'a full refresh and the sync of the next day equal the truth: %s',
    (_, switches, startDate) => expectTruth(scope, switches, startDate),
  );

  const isHere = (index: number): boolean => index % scopes.length === scopes.indexOf(scope);
  it.concurrent.each(combined.filter((_, index) => isHere(index) || process.env.EVERY_SWITCH))(
    'combined switches: the same syncs equal the truth: %s',
    (_, switches) => expectTruth(scope, switches),
  );
});

it('every switch has values to test', () => {
  expect(Object.keys(switchCases)).toEqual(Object.keys(defaultSwitches()));
  expect(missedBy(combinations(0, 20))).toEqual([]);
});

describe('switches under which failing is right', () => {
  it.concurrent.each(scopes)(
    'where an IP allow list answers 401, like for an unknown key, in %s scope',
    (scope) =>
      withEmulator({ switches: { ipAllowList: '401' } }, async (emulator) => {
        const run = await (await Connection.create(emulator, { scope, config })).sync();
        expect(run.errors.map(({ message, failure_type: type }) => [message.split(':')[0], type])).toEqual(
          coreStreams.map(() => ['invalid_credentials', 'config_error']),
        );
      }),
  );

  it.concurrent.each(scopes)('where an IP allow list answers 403, in %s scope', (scope) =>
    withEmulator({ switches: { ipAllowList: '403' } }, async (emulator) => {
      const run = await (await Connection.create(emulator, { scope, config })).sync();
      expect(run.errors.map(({ message, failure_type: type }) => [message.split(':')[0], type])).toEqual(
        coreStreams.map(() => [
          scope === 'enterprise' ? 'invalid_credentials' : 'invalid_permissions',
          'config_error',
        ]),
      );
    }),
  );

  it.concurrent('where Devin does not name the organization: org_id names it', () =>
    withEmulator({ switches: { selfPermission: '403' } }, async (emulator) => {
      const connection = await Connection.create(emulator, { scope: 'organization', config });
      const run = await connection.sync();
      expect(run.errors).toHaveLength(3);
      for (const { message, failure_type: type } of run.errors) {
        expect(message).toMatch(/^invalid_permissions: .*set org_id/);
        expect(type).toBe('config_error');
      }
    }),
  );
});
