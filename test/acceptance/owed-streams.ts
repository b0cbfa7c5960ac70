import { parseDate, stampOf, startOf } from '../../emulator/world/billing-days';
import type { Emulator } from '../../emulator/emulator';
import type { ScopeName } from './harness';
import { lastDayAt, expectedChanges, expectedMembers, plusDays } from './owed';
import type { CatalogStream, Row } from './protocol';

/** The further streams, by what they read. */
export const lists = [
  ...['organizations', 'service_users', 'idp_groups', 'billing_cycles', 'acu_limits'],
  ...['automations', 'secrets', 'schedules', 'playbooks', 'knowledge_notes', 'repositories'],
  ...['git_connections'],
  ...['organization_acu_limits', 'organization_group_limits', 'usage_tiers', 'code_scan_findings'],
];
export const consumption = [
  'daily_consumption',
  'daily_organization_consumption',
  'daily_service_user_consumption',
];
export const metricsOfUsers = ['daily_user_pr_metrics', 'daily_user_session_metrics'];
export const metricsByFilter = ['daily_organization_pr_metrics', ...metricsOfUsers];
export const metricsOfPullRequests = ['daily_organization_pr_metrics', 'daily_user_pr_metrics'];
export const metrics = [
  ...metricsByFilter,
  'daily_session_metrics',
  'daily_usage_metrics',
  'daily_session_categories',
  'daily_code_scan_metrics',
];
export const activeUsers = ['daily_active_users', 'weekly_active_users', 'monthly_active_users'];
export const ofEachSession = ['daily_session_consumption', 'session_messages'];
export const changes = ['sessions', 'session_insights', 'audit_logs', 'guardrail_violations', 'code_scans'];

/** The days of both syncs. */
export interface DaysConfig {
  readonly start_date: string;
  readonly consumption_lookback_days: number;
  readonly metrics_lookback_days: number;
}

/** One sync of every stream as of the emulator's instant; a full refresh, or the sync after `before`. */
export interface Sync {
  readonly emulator: Emulator;
  readonly scope: ScopeName;
  readonly config: DaysConfig;
  readonly before?: Owed;
}

/** The expected rows of a sync, and the time of its start. */
export interface Owed {
  readonly now: string;
  readonly roster: readonly Row[];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

type Reader = (sync: Sync, stream: string) => Row[];

const readers: Readonly<Record<string, Reader>> = {
  members: ({ emulator, scope, before }) =>
    expectedChanges(before?.roster ?? [], expectedMembers(emulator, scope)),
  daily_user_consumption: byId('user_id'),
  daily_organization_consumption: byId('org_id'),
  daily_service_user_consumption: byId('service_user_id'),
  daily_consumption: everyDay('consumption_lookback_days'),
  daily_pr_metrics: everyDay('metrics_lookback_days'),
  ...all(metrics, everyDay('metrics_lookback_days')),
  ...all(metricsOfUsers, ofActiveUsers),
  ...all(activeUsers, elapsedPeriods),
  ...all(changes, changedSince),
  daily_session_consumption: sessionDays,
  session_messages: messages,
  ...all(lists, (sync, stream) => truth(sync, stream)),
};

/** The expected rows of each stream by the emulator's truth, without `updated_at` of members. */
export function expectedRows(sync: Sync, streams: readonly string[]): Owed {
  const rows = streams.map((stream) => {
    const reader = readers[stream];
    if (!reader) throw new Error(`no expected rows for ${stream}`);
    return [stream, reader(sync, stream)];
  });
  const { emulator, scope } = sync;
  return {
    now: emulator.now,
    roster: expectedMembers(emulator, scope),
    rows: Object.fromEntries(rows) as Owed['rows'],
  };
}

function all(streams: readonly string[], reader: Reader): Record<string, Reader> {
  return Object.fromEntries(streams.map((stream) => [stream, reader]));
}

function truth({ emulator, scope }: Sync, stream: string, range: object = {}): Row[] {
  return emulator.truth(stream, scope, range);
}

type Lookback = 'consumption_lookback_days' | 'metrics_lookback_days';

/** The first day that is read: the start date, or the look-back counted from what was synced. */
function firstDay({ config, before }: Sync, lookback: Lookback): string {
  if (!before) return config.start_date;
  const again = plusDays(lastDayAt(before.now), 1 - config[lookback]);
  return again > config.start_date ? again : config.start_date;
}

function withFinal(sync: Sync, rows: readonly Row[], lookback: Lookback): Row[] {
  const finalThrough = plusDays(lastDayAt(sync.emulator.now), -sync.config[lookback]);
  return rows.map((row) => ({ ...row, is_final: String(row.date) <= finalThrough }));
}

function everyDay(lookback: Lookback): Reader {
  return (sync, stream) => withFinal(sync, truth(sync, stream, { from: firstDay(sync, lookback) }), lookback);
}

/** Former members are read for the days that were not final; all others for the days of the roster. */
function ofActiveUsers(sync: Sync, stream: string): Row[] {
  const { before, emulator, scope } = sync;
  const open = (before?.rows[stream] ?? []).filter((row) => row.is_final === false);
  const userIds = idsOf([...expectedMembers(emulator, scope), ...open]);
  const from = firstDay(sync, 'metrics_lookback_days');
  return withFinal(sync, truth(sync, stream, { from, userIds }), 'metrics_lookback_days');
}

/** Days of each id: all of them where there was no row of theirs before, which is where they are new or were answered 404. */
function byId(field: 'user_id' | 'org_id' | 'service_user_id'): Reader {
  return (sync, stream) => {
    const { before, emulator, scope, config } = sync;
    const roster = [...expectedMembers(emulator, scope), ...(before?.roster ?? [])];
    const range = { from: plusDays(config.start_date, -2), to: today(emulator), userIds: idsOf(roster) };
    const isKnown = new Set(before?.rows[stream]?.map((row) => row[field]));
    const again = firstDay(sync, 'consumption_lookback_days');
    const days = truth(sync, stream, range);
    const rows = [...new Set(days.map((row) => row[field]))].flatMap((id) => {
      const own = days.filter((row) => row[field] === id);
      const from = isKnown.has(id) ? again : config.start_date;
      return isAbsent(sync, field, own, from) ? [] : own.filter((row) => isBetween(row, from, sync));
    });
    return withFinal(sync, rows, 'consumption_lookback_days');
  };
}

/** Whether a user without use in the window that is asked for is answered 404, which the truth does not know of. */
function isAbsent({ emulator }: Sync, field: string, days: readonly Row[], from: string): boolean {
  if (emulator.switches.usersWithoutUse !== '404-in-window' || field === 'org_id') return false;
  const to = lastDayAt(emulator.now);
  return !days.some(({ date, acus }) => acus !== 0 && isAsked(emulator, String(date), { from, to }));
}

/** Whether a day is in the window that is asked for, which begins one day earlier. */
function isAsked({ switches }: Emulator, date: string, { from, to }: { from: string; to: string }): boolean {
  const { lowerBound, upperBound, filterBy, stamp } = switches;
  const [after, before] = [startOf(parseDate(from) - 1), startOf(parseDate(to) + 1)];
  const isInside = (seconds: number): boolean =>
    (lowerBound === 'inclusive' ? seconds >= after : seconds > after) &&
    (upperBound === 'inclusive' ? seconds <= before : seconds < before);
  const [start, end] = [stampOf(parseDate(date), stamp), stampOf(parseDate(date) + 1, stamp)];
  return isInside(start) || (filterBy === 'overlap' && isInside(end));
}

/** Days of the sessions that changed since their look-back began: all of them are new, changed or still open. */
function sessionDays(sync: Sync, stream: string): Row[] {
  const { config, before, emulator } = sync;
  const from = firstDay(sync, 'consumption_lookback_days');
  const open = before
    ? plusDays(lastDayAt(before.now), -config.consumption_lookback_days)
    : config.start_date;
  const after = `${open > config.start_date ? open : config.start_date}T08:00:00Z`;
  const days = truth(sync, stream, { from: plusDays(from, -2), to: today(emulator), after });
  const rows = [...new Set(days.map((row) => row.session_id))].flatMap((id) => {
    const own = days.filter((row) => row.session_id === id);
    const answered = own.filter((row) => isBetween(row, from, sync));
    const [first] = answered;
    return first && isAbsent(sync, 'session_id', own, String(first.date)) ? [] : answered;
  });
  return withFinal(sync, rows, 'consumption_lookback_days');
}

/** All messages of a session that changed. */
function messages(sync: Sync, stream: string): Row[] {
  return truth(sync, stream, { from: sync.config.start_date, after: changedAfter(sync) });
}

function isBetween({ date }: Row, from: string, { emulator }: Sync): boolean {
  return String(date) >= from && String(date) <= lastDayAt(emulator.now);
}

/** The day that is still running. */
function today({ now }: Emulator): string {
  return plusDays(lastDayAt(now), 1);
}

/** By UTC calendar days; the last elapsed one is the emulator's yesterday. */
function elapsedPeriods(sync: Sync, stream: string): Row[] {
  const { before, config, emulator } = sync;
  const lookbackDays = config.consumption_lookback_days;
  const again = before ? plusDays(yesterday(before.now), 1 - lookbackDays) : config.start_date;
  const finalThrough = plusDays(yesterday(emulator.now), -lookbackDays);
  return truth(sync, stream, { from: config.start_date })
    .map((row) => ({ row, end: lastDateOf(row) }))
    .filter(({ end }) => end >= again)
    .map(({ row, end }) => ({ ...row, is_final: end <= finalThrough }));
}

/** The last date of a period, whose end is its last second or the first one after it. */
function lastDateOf({ end_at: end }: Row): string {
  return new Date(Date.parse(String(end)) - 1000).toISOString().slice(0, 10);
}

function yesterday(instant: string): string {
  return plusDays(instant.slice(0, 10), -1);
}

/** The hour before the last sync comes again, because entries may appear late; nothing comes from before the start date. */
function changedSince(sync: Sync, stream: string): Row[] {
  return truth(sync, stream, { after: changedAfter(sync, stream) });
}

function changedAfter({ config, before }: Sync, stream?: string): string {
  const start = `${config.start_date}T08:00:00Z`;
  // The status of a scan still changes.
  const hours = stream === 'code_scans' ? Math.max(1, 24 * config.metrics_lookback_days) : 1;
  const again = before ? new Date(Date.parse(before.now) - hours * 3_600_000).toISOString() : start;
  return again > start ? again : start;
}

function idsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map((row) => String(row.user_id)))];
}

/** Rows by their key; but those that are one a day or period must have come so. */
export function inOrder(
  rows: readonly Row[],
  { source_defined_primary_key: key }: CatalogStream,
): readonly Row[] {
  const fields = key.map(([field = '']) => field);
  if (fields.length === 1 && ['date', 'period_start'].includes(fields[0] ?? '')) return rows;
  const keyed = rows.map((row): [string, Row] => [JSON.stringify(fields.map((field) => row[field])), row]);
  return keyed.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}
