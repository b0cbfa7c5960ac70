import { dateOf, dayOf, isoOf, parseDate, stampOf } from './billing-days';
import { isMemberOf, wasEverIn } from './activity';
import { hasUse, rowOf, unitsOn } from './consumption-rows';
import type { Person } from './people';
import { countDay } from './pull-requests';
import { directMembers, idpMembers } from './rosters';
import type { View } from './view';

export type Scope = 'enterprise' | 'organization';

/** What is asked: days `from` to `to` (`YYYY-MM-DD`, both included), one organization or (null) the enterprise. */
export interface TruthRange {
  from?: string;
  to?: string;
  /** Required in organization scope. */
  orgId?: string | null;
  /** Default: everybody who is a member now. */
  userIds?: readonly string[];
}

/** A record by the contract's field names, without `is_final` and without a member's `updated_at`. */
export type TruthRecord = Record<string, unknown>;

interface Question {
  days: number[];
  orgId: string | null;
  people: Person[];
}

type Teller = (view: View, question: Question) => TruthRecord[];

const tellers: Record<string, Teller> = {
  members,
  daily_user_consumption: dailyUserConsumption,
  daily_pr_metrics: dailyPullRequests,
};

/** Names of the streams that `truth` knows. */
export function truthStreams(): string[] {
  return Object.keys(tellers);
}

/**
 * Exactly the records that a stream owes for the days asked about, as of the view's instant, in order of their key;
 * computed from the world, not through the API. Throws a RangeError for a stream it does not know.
 */
export function truth(view: View, stream: string, range: TruthRange): TruthRecord[] {
  const teller = tellers[stream];
  if (!teller) throw new RangeError(`no truth about ${stream}`);
  const orgId = range.orgId ?? null;
  const first = range.from === undefined ? view.world.firstDay : parseDate(range.from);
  const last = range.to === undefined ? dayOf(view.now) - 1 : parseDate(range.to);
  const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  const people = view.world.people.filter((person) =>
    range.userIds ? range.userIds.includes(person.id) : isMemberOf(person, orgId, view.now),
  );
  return teller(view, { days, orgId, people });
}

function members(view: View, { orgId }: Question): TruthRecord[] {
  const records = new Map<string, TruthRecord>();
  const blank = { org_id: orgId, is_member: true, role_assignments: [], idp_role_assignments: [] };
  for (const member of directMembers(view, orgId)) records.set(member.user_id, { ...blank, ...member });
  for (const member of view.switches.idpUsers === 'list' ? idpMembers(view, orgId) : []) {
    records.set(member.user_id, { ...blank, ...records.get(member.user_id), ...member });
  }
  return [...records.values()];
}

function dailyUserConsumption(view: View, { days, orgId, people }: Question): TruthRecord[] {
  const seen = people.filter((person) => showsConsumption(view, person, orgId));
  return seen.flatMap((person) =>
    days.flatMap((day) => {
      const row = beganBy(view, day) ? rowOf(view, day, unitsOn(view, day, { actor: person, orgId })) : null;
      if (!row) return [];
      return {
        date: dateOf(day),
        day_start_at: isoOf(stampOf(day, view.switches.stamp)),
        user_id: person.id,
        user_email: person.email,
        org_id: orgId,
        acus: row.acus,
        acus_by_product: row.acus_by_product ?? {},
      };
    }),
  );
}

function showsConsumption(view: View, person: Person, orgId: string | null): boolean {
  const { leavers, usersWithoutUse } = view.switches;
  if (!wasEverIn(person, orgId, view.now)) return false;
  if (leavers !== 'rows' && !isMemberOf(person, orgId, view.now)) return false;
  return (
    usersWithoutUse === 'rows' ||
    usersWithoutUse === '404-in-window' ||
    hasUse(view, { actor: person, orgId })
  );
}

function beganBy(view: View, day: number): boolean {
  return view.world.firstDay <= day && day <= dayOf(view.now);
}

function dailyPullRequests(view: View, { days, orgId }: Question): TruthRecord[] {
  const filter = { actors: null, orgIds: orgId === null ? null : new Set([orgId]) };
  return days.map((day) => {
    const counts = countDay(view.world, day, filter, { now: view.now });
    const takenOver = (count: number): number | null =>
      view.switches.takenOver === 'present' ? count : null;
    return {
      date: dateOf(day),
      org_id: orgId,
      prs_created_count: counts.created,
      prs_opened_count: counts.open,
      prs_merged_count: counts.merged,
      prs_closed_count: counts.closed,
      prs_taken_over_count: takenOver(counts.takenOver),
      prs_taken_over_opened_count: takenOver(counts.takenOverOpen),
      prs_taken_over_merged_count: takenOver(counts.takenOverMerged),
      prs_taken_over_closed_count: takenOver(counts.takenOverClosed),
    };
  });
}
