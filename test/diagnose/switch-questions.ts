import { switchChoices } from '../../emulator/world/switch-choices';
import type { Switches } from '../../emulator/world/switches';
import { switchCases } from '../acceptance/switch-values';

/** The value of each question, by its id. */
export type Named = Readonly<Record<string, string | null>>;

/** The question that names a switch, and what it says for each value; or why there is no question. */
type NamedBy<Value> =
  { readonly question: string; readonly says: (value: Value) => string } | { readonly reason: string };

const same = String;
const oneOf = (names: Readonly<Record<string, string>>) => (value: unknown) =>
  names[String(value)] ?? String(value);
const yesNo = (no: string, yes: string) => (value: boolean) => (value ? yes : no);

type NamedSwitches = { readonly [Name in keyof Switches]?: NamedBy<Switches[Name]> };

/** The switches that have a question. */
const withQuestion: NamedSwitches = {
  lowerBound: {
    question: 'consumption-bounds',
    says: oneOf({ inclusive: 'lower_only', exclusive: 'neither' }),
  },
  upperBound: { question: 'consumption-bounds', says: oneOf({ exclusive: 'lower_only', inclusive: 'both' }) },
  filterBy: { question: 'consumption-window', says: same },
  stamp: { question: 'day-stamp', says: same },
  zeroDays: { question: 'zero-days', says: same },
  consumptionOrder: { question: 'consumption-order', says: same },
  settle: { question: 'settling', says: oneOf({ late: 'within_lookback', immediate: 'unchanged' }) },
  review: { question: 'review-product', says: same },
  extraProduct: { question: 'other-products', says: yesNo('none', 'some') },
  productData: { question: 'product-data', says: same },
  orgConsumption: {
    question: 'organization-products',
    says: oneOf({ 'all-products': 'included', 'devin-only': 'left_out' }),
  },
  unattributed: { question: 'user-sum', says: yesNo('adds_up', 'misses') },
  unknownUser: { question: 'unknown-user', says: same },
  usersWithoutUse: { question: 'users-without-use', says: oneOf({ '404-in-window': '404_in_window' }) },
  leavers: { question: 'former-members', says: same },
  maxSpanDays: { question: 'longest-window', says: (days) => (days === null ? 'no_limit_found' : 'limited') },
  maxSpanStatus: { question: 'longest-window', says: () => 'no_limit_found' },
  futureBound: { question: 'future-bound', says: oneOf({ '422': 'refused' }) },
  reversedBounds: { question: 'reversed-bounds', says: same },
  periodEnd: {
    question: 'period-end',
    says: oneOf({ 'last-second': 'last_second', 'next-start': 'next_start' }),
  },
  takenOver: { question: 'taken-over', says: same },
  userIdsFilter: {
    question: 'users-filter',
    says: oneOf({ honoured: 'honored', '404-unknown': 'honored_404', '422': 'refused' }),
  },
  maxIds: { question: 'ids-per-request', says: (most) => (most === null ? 'enough' : 'fewer') },
  maxUrlBytes: { question: 'ids-per-request', says: (most) => (most === null ? 'enough' : 'fewer') },
  errorBody: { question: 'error-body', says: same },
  total: { question: 'list-total', says: same },
  lastPageCursor: { question: 'last-cursor', says: same },
  hasNextPage: { question: 'has-next-page', says: same },
  listOrder: { question: 'list-order', says: oneOf({ 'shuffled-per-request': 'changing' }) },
  updatedAfter: { question: 'updated-after', says: oneOf({ honoured: 'honored' }) },
  sessionIds: { question: 'session-ids', says: same },
  sessionIdInPath: { question: 'session-id-in-path', says: same },
  enterpriseMessages: { question: 'enterprise-messages', says: same },
  acusConsumed: { question: 'session-acus', says: same },
  structuredOutput: { question: 'structured-output', says: same },
  pullRequestFields: { question: 'pull-request-fields', says: same },
  draftPullRequests: { question: 'draft-pull-requests', says: yesNo('none', 'draft') },
  insights: { question: 'insights-form', says: oneOf({ 'as-seen': 'as_seen' }) },
  numbersAsText: { question: 'numbers-as-text', says: yesNo('none', 'some') },
  zeroSizes: { question: 'zero-sizes', says: same },
  addedFields: { question: 'fields', says: yesNo('as_documented', 'added') },
  orgMembersPath: { question: 'member-paths', says: same },
  idpUsers: { question: 'idp-users', says: same },
  roleType: { question: 'role-type', says: same },
  selfPermission: { question: 'self-permission', says: same },
  dateOffsetSeconds: {
    question: 'clocks',
    says: (seconds) => (Math.abs(seconds) > 300 ? 'differ' : 'agree'),
  },
};

/** The switches that no question names, and the reason by its id. */
const withReason: Readonly<Record<string, { readonly reason: string }>> = {
  cursors: { reason: 'cursors' },
  lateEntries: { reason: 'late-entries' },
  lateMessages: { reason: 'late-entries' },
  sessionlessUse: { reason: 'session-sum' },
  olderPermissions: { reason: 'older-permissions' },
  ipAllowList: { reason: 'ip-allow-list' },
  trailingSlash: { reason: 'trailing-slash' },
  deadKey: { reason: 'dead-key' },
  pullRequestDays: { reason: 'pull-requests-of-sessions' },
  pullRequestsWithoutSession: { reason: 'pull-requests-of-sessions' },
  beta: { reason: 'beta-endpoints' },
  organizationLogs: { reason: 'beta-endpoints' },
  enterpriseLists: { reason: 'beta-endpoints' },
};

export const namedBy: Readonly<Record<string, NamedBy<never>>> = { ...withQuestion, ...withReason };

/** Values that matter to questions, and to nothing else. */
const more: Readonly<Record<string, readonly unknown[]>> = { dateOffsetSeconds: [-120, 3_600, -3_600] };

/** Every value of every switch that has a question, and what is expected. */
export const everySwitch: readonly [name: keyof Switches, value: unknown, expected: Named][] = Object.entries(
  namedBy,
).flatMap(([name, by]) => {
  if ('reason' in by) return [];
  const { values } = switchCases[name as keyof Switches];
  const all: readonly unknown[] = [
    switchChoices[name as keyof Switches].default,
    ...values,
    ...(more[name] ?? []),
  ];
  return all.map((value): [keyof Switches, unknown, Named] => [
    name as keyof Switches,
    value,
    { [by.question]: (by.says as (value: unknown) => string)(value) },
  ]);
});

/** What every question says under all these switches together. */
export function namedTogether(switches: Switches): Named {
  const named = Object.entries(namedBy).flatMap(([name, by]): [string, string | null][] => {
    if ('reason' in by) return [];
    return [[by.question, (by.says as (value: unknown) => string)(switches[name as keyof Switches])]];
  });
  return { ...Object.fromEntries(named), ...ofSeveral(switches) };
}

/** The questions whose answer depends on several switches. Null where they cannot be settled. */
function ofSeveral(switches: Switches): Named {
  const { lowerBound, upperBound, productData, userIdsFilter, maxIds, maxUrlBytes } = switches;
  const lower = lowerBound === 'inclusive';
  const upper = upperBound === 'inclusive';
  const bounds = lower ? (upper ? 'both' : 'lower_only') : upper ? 'upper_only' : 'neither';
  const isIgnored = switches.updatedAfter === 'ignored';
  const isMissing = switches.unattributed || switches.leavers !== 'rows';
  return {
    'consumption-bounds': bounds,
    'metrics-bounds': bounds,
    'audit-log-bounds': bounds,
    'updated-bounds': isIgnored ? null : bounds,
    'created-bounds': 'lower_only',
    settling: null,
    'longest-window': switches.maxSpanDays === null ? 'no_limit_found' : 'limited',
    'ids-per-request':
      userIdsFilter === '422' ? null : maxIds === null && maxUrlBytes === null ? 'enough' : 'fewer',
    'user-sum': isMissing ? 'misses' : 'adds_up',
    ...(switches.zeroDays === 'omitted' &&
      switches.usersWithoutUse === 'rows' && { 'users-without-use': 'empty' }),
    ...(productData === 'absent' && { 'review-product': null, 'other-products': null }),
    ...(productData !== 'present' && { 'organization-products': null }),
    ...(switches.idpUsers === '404' && { 'former-members': null, 'user-sum': null }),
    fields: fieldsUnder(switches),
  };
}

function fieldsUnder(switches: Switches): string {
  const { pullRequestFields, insights, numbersAsText, productData, addedFields } = switches;
  const isDifferent = numbersAsText || productData === 'absent';
  if (isDifferent || pullRequestFields === 'url' || insights === 'as-seen') return 'different';
  return addedFields ? 'added' : 'as_documented';
}
