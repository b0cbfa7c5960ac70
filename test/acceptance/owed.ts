import type { Emulator } from '../../emulator/emulator';
import type { ScopeName } from './harness';
import type { Row } from './protocol';

/** The day that many days later; earlier if `count` is negative. */
export function plusDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The last billing day that has fully elapsed at an instant: each begins and ends at 08:00Z. */
export function lastDayAt(instant: string): string {
  return new Date(Date.parse(instant) - 32 * 3_600_000).toISOString().slice(0, 10);
}

/** The days and users that a sync must emit. */
export interface Days {
  readonly from: string;
  /** The last complete day by the emulator's clock, where it is left out. */
  readonly to?: string;
  /** Days at least this many days before the last complete day are final. */
  readonly lookbackDays: number;
  /** Default: everyone on the roster. */
  readonly userIds?: readonly string[];
}

/** The members that there are, by the emulator's truth; without `updated_at`. */
export function expectedMembers(emulator: Emulator, scope: ScopeName): Row[] {
  return emulator.truth('members', scope).map((member) => withOrderedRoles(member));
}

/** Who is new, changed or gone between two rosters, as the contract has it. */
export function expectedChanges(before: readonly Row[], after: readonly Row[]): Row[] {
  const texts = new Set(before.map((member) => JSON.stringify(member)));
  const newOrChanged = after.filter((member) => !texts.has(JSON.stringify(member)));
  const ids = new Set(after.map((member) => member.user_id));
  const gone = before.filter((member) => !ids.has(member.user_id));
  const leavers = gone.map((member) => ({
    ...member,
    is_member: false,
    role_assignments: [],
    idp_role_assignments: [],
  }));
  return [...newOrChanged, ...leavers];
}

/** Rows of `daily_user_consumption` by the emulator's truth. */
export function expectedConsumption(emulator: Emulator, scope: ScopeName, days: Days): Row[] {
  const roster = emulator.truth('members', scope).map((member) => String(member.user_id));
  const { from, to = lastDayAt(emulator.now), userIds = roster } = days;
  const rows = emulator.truth('daily_user_consumption', scope, { from, to, userIds });
  return rows.map((row) => withFinal(row, emulator, days));
}

/** Rows of `daily_pr_metrics` by the emulator's truth. */
export function expectedMetrics(emulator: Emulator, scope: ScopeName, days: Days): Row[] {
  const { from, to = lastDayAt(emulator.now) } = days;
  return emulator.truth('daily_pr_metrics', scope, { from, to }).map((row) => withFinal(row, emulator, days));
}

/** Members as they compare: roles in one order, without the instant at which a version was first seen. */
export function comparable(members: readonly Row[]): Row[] {
  return members.map((member) =>
    Object.fromEntries(Object.entries(withOrderedRoles(member)).filter(([name]) => name !== 'updated_at')),
  );
}

/** Rows in the order of their key, so that they compare row by row. */
export function ordered(rows: readonly Row[]): Row[] {
  const keyOf = (row: Row): string => JSON.stringify([row.date, row.user_id]);
  return [...rows].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function withFinal(row: Row, emulator: Emulator, { lookbackDays }: Days): Row {
  return { ...row, is_final: String(row.date) <= plusDays(lastDayAt(emulator.now), -lookbackDays) };
}

function withOrderedRoles(member: Row): Row {
  return {
    ...member,
    role_assignments: orderedRoles(member.role_assignments),
    idp_role_assignments: orderedRoles(member.idp_role_assignments),
  };
}

function orderedRoles(assignments: unknown): unknown[] {
  return (assignments as { role: Row }[])
    .map((assignment) => ({ ...assignment, role: { role_type: null, ...assignment.role } }))
    .sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
}

function textOf(value: Row): string {
  return JSON.stringify(Object.entries(value).sort());
}
