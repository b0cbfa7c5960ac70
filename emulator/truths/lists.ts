import { acuLimits } from '../world/acu-limits';
import { auditLogsOn } from '../world/audit-logs';
import { cyclesBetween } from '../world/billing-cycles';
import { dayOf, isoOf, startOf } from '../world/billing-days';
import { violationsOn } from '../world/guardrail-violations';
import { directMembers, idpMembers } from '../world/rosters';
import { idpGroups, serviceUsers } from '../world/service-users';
import { describeInsights, describeSession, updatedAt } from '../world/session-details';
import { readSession } from '../world/session-forms';
import { longestLifeSeconds } from '../world/sessions';
import { shownThrough, type View } from '../world/view';
import { workOn } from '../world/work';
import { withInstants } from './records';
import { workOf, type Question, type Reader, type TruthRecord } from './question';

/** Members and other lists, sessions and the audit log. */
export const listReaders: Record<string, Reader> = {
  members,
  organizations: ({ view }) =>
    view.world.organizations.map((organization) => withInstants({ ...organization })),
  service_users: ({ view }) =>
    serviceUsers(view, null, true).map(({ role_assignments: roles, ...who }) => ({
      ...withInstants(who),
      role_assignments: withRoleTypes(roles),
    })),
  idp_groups: ({ view }) =>
    (hasGroups(view) ? idpGroups(view, null) : []).map(({ role_assignments: roles, ...group }) => ({
      ...group,
      role_assignments: withRoleTypes(roles),
    })),
  billing_cycles: ({ view }) =>
    cyclesBetween(startOf(view.world.firstDay), view.now).map(({ after, before }) => ({
      cycle_start_at: isoOf(after),
      cycle_end_at: isoOf(before),
    })),
  acu_limits: ({ view }) =>
    acuLimits(view.world).map((limit) => ({
      limit_id: [limit.scope, limit.org_id, limit.user_id].filter((part) => part !== null).join(':'),
      ...limit,
    })),
  sessions: (question) => changedSessions(question, describeSession),
  session_insights: (question) => changedSessions(question, describeInsights),
  audit_logs: (question) => entries(question, (view, day) => auditLogsOn(view.world, day)),
  guardrail_violations: (question) => entries(question, violationsOn),
};

/** Entries of the enterprise or of one organization that are shown by now. */
function entries<Entry extends { created_at: number; org_id: string | null }>(
  { view, orgId, after, before }: Question,
  entriesOn: (view: View, day: number) => Entry[],
): TruthRecord[] {
  const { world, now } = view;
  const days = Array.from({ length: dayOf(now) - world.firstDay + 1 }, (_, index) => world.firstDay + index);
  const end = Math.min(before, shownThrough(view) + 1);
  return days
    .flatMap((day) => entriesOn(view, day))
    .filter((entry) => orgId === null || entry.org_id === orgId)
    .filter((entry) => after <= entry.created_at && entry.created_at < end)
    .map((entry) => withInstants({ ...entry }));
}

function members({ view, orgId }: Question): TruthRecord[] {
  const records = new Map<string, TruthRecord>();
  const blank = { org_id: orgId, is_member: true, role_assignments: [], idp_role_assignments: [] };
  for (const { role_assignments: roles, ...who } of directMembers(view, orgId)) {
    records.set(who.user_id, { ...blank, ...who, role_assignments: withRoleTypes(roles) });
  }
  for (const { idp_role_assignments: roles, ...who } of hasGroups(view) ? idpMembers(view, orgId) : []) {
    const known = records.get(who.user_id);
    records.set(who.user_id, { ...blank, ...known, ...who, idp_role_assignments: withRoleTypes(roles) });
  }
  return [...records.values()];
}

function hasGroups(view: View): boolean {
  return view.switches.idpUsers === 'list';
}

// A role without a type in Devin's answer has a null type in the records.
function withRoleTypes(assignments: readonly { role: object }[]): unknown[] {
  return assignments.map((assignment) => ({ ...assignment, role: { role_type: null, ...assignment.role } }));
}

function changedSessions(
  { view, orgId, after, before }: Question,
  describe: typeof describeSession,
): TruthRecord[] {
  const records: TruthRecord[] = [];
  const at = { now: shownThrough(view), switches: view.switches };
  const first = Math.max(view.world.firstDay, dayOf(after - longestLifeSeconds));
  for (let day = first; day <= dayOf(view.now); day += 1) {
    for (const session of workOn(view.world, day, workOf(orgId), view.now)) {
      const changedAt = updatedAt(session, at.now);
      if (session.createdAt > at.now || changedAt < after || changedAt >= before) continue;
      records.push(withInstants(readSession(describe(session, at), view.switches)));
    }
  }
  return records;
}
