import { fraction, pick } from '../../emulator/world/random';
import type { Switches } from '../../emulator/world/switches';
import {
  activeUsers,
  changes,
  consumption,
  lists,
  metrics,
  metricsByFilter,
  metricsOfPullRequests,
  metricsOfUsers,
  ofEachSession,
} from './owed-streams';

/** What a switch may be, other than its default. */
export interface SwitchCase<Value = unknown> {
  readonly values: readonly Value[];
  /** The streams beyond the core ones that are answered otherwise under it. */
  readonly touches: readonly string[];
  /** The start date without which it would not be met. */
  readonly startDate?: string;
}

const daysOfUse = [...consumption, 'daily_session_consumption'];
const windows = [...daysOfUse, ...metrics, ...activeUsers];
/** The streams whose endpoint is beta, at least in one scope. */
export const betaStreams = [
  ...['guardrail_violations', 'organization_acu_limits', 'usage_tiers', 'repositories', 'git_connections'],
];
const sessions = ['sessions', 'session_insights'];
const listsOfSessions = [...sessions, ...ofEachSession];
const pages = [...lists, ...changes, ...ofEachSession];

export const switchCases: { readonly [Name in keyof Switches]: SwitchCase<Switches[Name]> } = {
  // Where a window begins and ends, and which days are in it.
  lowerBound: { values: ['exclusive'], touches: [...windows, ...changes] },
  upperBound: { values: ['inclusive'], touches: [...windows, ...changes] },
  filterBy: { values: ['overlap'], touches: daysOfUse },
  // How a day of consumption looks, and when.
  stamp: { values: ['07:00Z', '00:00Z', 'pacific'], touches: daysOfUse },
  zeroDays: { values: ['omitted'], touches: daysOfUse },
  consumptionOrder: { values: ['descending', 'shuffled'], touches: daysOfUse },
  settle: { values: ['immediate'], touches: daysOfUse },
  review: { values: ['null', 'absent'], touches: daysOfUse },
  extraProduct: { values: [true], touches: daysOfUse },
  productData: { values: ['zero', 'absent'], touches: daysOfUse },
  orgConsumption: { values: ['devin-only'], touches: daysOfUse },
  unattributed: { values: [true], touches: ['daily_consumption'] },
  // What is not answered: only the wrong form of a session's id is unknown, and only users leave.
  unknownUser: { values: ['empty'], touches: ofEachSession },
  usersWithoutUse: {
    values: ['empty', '404', '404-in-window'],
    touches: ['daily_service_user_consumption', 'daily_session_consumption'],
  },
  leavers: { values: ['empty', '404', '403'], touches: [] },
  // Which windows are refused; the status alone, and bounds the wrong way round, are never met.
  maxSpanDays: { values: [100], touches: windows, startDate: '2026-08-10' },
  maxSpanStatus: { values: [400], touches: [] },
  futureBound: { values: ['422'], touches: windows },
  reversedBounds: { values: ['empty', '400'], touches: [] },
  // Metrics: their fields and their filters.
  periodEnd: { values: ['next-start'], touches: activeUsers },
  takenOver: { values: ['absent'], touches: metricsOfPullRequests },
  userIdsFilter: { values: ['ignored', '404-unknown', '422'], touches: metricsOfUsers },
  maxIds: { values: [2], touches: metricsByFilter },
  maxUrlBytes: { values: [400], touches: metricsByFilter },
  // Only where something is refused, which by itself nothing is.
  errorBody: { values: ['older'], touches: [] },
  // Lists and their items.
  total: { values: ['present', 'absent'], touches: pages },
  lastPageCursor: { values: ['present'], touches: pages },
  hasNextPage: { values: ['absent'], touches: pages },
  listOrder: { values: ['shuffled-per-request'], touches: pages },
  // Nothing changes while it is read.
  cursors: { values: ['offset'], touches: [] },
  lateEntries: { values: [600], touches: [...changes, ...ofEachSession] },
  // Sessions, their insights and their metrics, and the forms of fields that were seen.
  updatedAfter: { values: ['ignored'], touches: listsOfSessions },
  sessionIds: { values: ['prefixed'], touches: listsOfSessions },
  sessionIdInPath: { values: ['prefixed', 'bare'], touches: ofEachSession },
  enterpriseMessages: { values: ['403', '404'], touches: ['session_messages'] },
  lateMessages: { values: [600], touches: ['session_messages'] },
  sessionlessUse: { values: [true], touches: ['daily_session_consumption'] },
  acusConsumed: { values: ['null', 'absent', 'zero'], touches: sessions },
  structuredOutput: { values: ['object', 'absent'], touches: sessions },
  pullRequestFields: { values: ['url'], touches: sessions },
  draftPullRequests: { values: [true], touches: sessions },
  insights: { values: ['as-seen'], touches: ['session_insights'] },
  numbersAsText: { values: [true], touches: sessions },
  zeroSizes: { values: ['absent'], touches: ['daily_session_metrics', 'daily_user_session_metrics'] },
  addedFields: { values: [true], touches: [...windows, ...pages] },
  beta: { values: ['404', '403'], touches: betaStreams },
  organizationLogs: { values: ['enterprise'], touches: ['audit_logs', 'guardrail_violations'] },
  enterpriseLists: { values: ['own'], touches: ['playbooks', 'knowledge_notes'] },
  orgMembersPath: { values: ['v3', 'both'], touches: metricsOfUsers },
  idpUsers: { values: ['404'], touches: ['idp_groups', ...metricsOfUsers] },
  roleType: { values: ['absent'], touches: ['service_users', 'idp_groups'] },
  // Keys: theirs are the newer permissions, and the organization is found once for all streams.
  olderPermissions: { values: ['refused'], touches: [] },
  selfPermission: { values: ['403'], touches: [] },
  ipAllowList: { values: ['401', '403'], touches: [...windows, ...pages] },
  // No path that is asked for ends in a slash.
  trailingSlash: { values: ['404'], touches: [] },
  // Every key is alive.
  deadKey: { values: ['403'], touches: [] },
  // Devin's clock is ahead, within the five minutes that clocks may differ by.
  dateOffsetSeconds: { values: [120], touches: [] },
  // When pull requests are created, and whether a session has them.
  pullRequestDays: {
    values: ['within-3-days', 'a-week-later'],
    touches: [...metricsOfPullRequests, 'daily_user_session_metrics', ...sessions],
  },
  pullRequestsWithoutSession: { values: [true], touches: metricsOfPullRequests },
};

export type SwitchedCase = [name: string, switches: Partial<Switches>, startDate?: string];

/** Every value of the switches by itself. */
export function alone(names: readonly string[]): SwitchedCase[] {
  return Object.entries<SwitchCase>(switchCases)
    .filter(([name]) => names.includes(name))
    .flatMap(([name, { values, startDate }]) =>
      values.map((value): SwitchedCase => [`${name} ${String(value)}`, { [name]: value }, startDate]),
    );
}

/** With this, failing is right for every stream. */
export function isRefusal({ ipAllowList = 'open' }: Partial<Switches>): boolean {
  return ipAllowList !== 'open';
}

/** From here on few combinations meet every value of every switch. */
const firstSeed = 73_337;

/** Combinations of the switches under which something can be read; each has every value as often as its default. */
export function combinations(from: number, to: number): SwitchedCase[] {
  return Array.from({ length: to - from }, (_, index): SwitchedCase => {
    const seed = firstSeed + from + index;
    const entries = Object.entries<SwitchCase>(switchCases).flatMap(([name, { values }], number) => {
      const allowed = values.filter((value) => !isRefusal({ [name]: value }));
      const choices = [[], ...allowed.map((value) => [[name, value]])];
      return pick(choices, fraction(seed, number, 1));
    });
    return [`seed ${seed}`, Object.fromEntries(entries) as Partial<Switches>];
  });
}

/** Every value under which something can be read and that none of the cases has. */
export function missedBy(cases: readonly SwitchedCase[]): string[] {
  return Object.entries<SwitchCase>(switchCases).flatMap(([name, { values }]) =>
    values
      .filter((value) => !isRefusal({ [name]: value }))
      .filter((value) => !cases.some(([, switches]) => (switches as Record<string, unknown>)[name] === value))
      .map((value) => `${name} ${String(value)}`),
  );
}
