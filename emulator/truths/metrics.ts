import { countActive } from '../world/active-users';
import { dateOf, dayOf, isoOf, secondsPerDay } from '../world/billing-days';
import type { Person } from '../world/people';
import { periodsBetween, type PeriodKind } from '../world/periods';
import { countDay, namedCounts } from '../world/pull-requests';
import { countCategories, countSessions } from '../world/session-counts';
import type { Session } from '../world/sessions';
import type { View } from '../world/view';
import { countSearches, workOn, type WorkFilter } from '../world/work';
import { everyDay, workOf, type Question, type Reader, type TruthRecord } from './question';

/** Pull requests, sessions, usage and active users by day or period. */
export const metricReaders: Record<string, Reader> = {
  daily_pr_metrics: (question) =>
    everyDay(question, (day) => ({
      org_id: question.orgId,
      ...pullRequests(question.view, day, workOf(question.orgId)),
    })),
  daily_organization_pr_metrics: (question) =>
    question.view.world.organizations.flatMap(({ org_id: orgId }) =>
      everyDay(question, (day) => ({ org_id: orgId, ...pullRequests(question.view, day, workOf(orgId)) })),
    ),
  daily_user_pr_metrics: (question) => byActiveUser(question, pullRequests),
  daily_session_metrics: (question) =>
    everyDay(question, (day) => ({
      org_id: question.orgId,
      ...sessions(question.view, day, workOf(question.orgId)),
    })),
  daily_user_session_metrics: (question) => byActiveUser(question, sessions),
  daily_usage_metrics: (question) =>
    everyDay(question, (day) => ({ org_id: question.orgId, ...usage(question, day) })),
  daily_session_categories: (question) =>
    everyDay(question, (day) => ({
      categories: countCategories(begun(question.view, day, workOf(question.orgId)), question.view.now),
    })),
  daily_active_users: (question) => activeUsers(question, 'day'),
  weekly_active_users: (question) => activeUsers(question, 'week'),
  monthly_active_users: (question) => activeUsers(question, 'month'),
};

function pullRequests(view: View, day: number, filter: WorkFilter): TruthRecord {
  const counts = namedCounts(countDay(view.world, day, filter, { now: view.now }));
  if (view.switches.takenOver === 'present') return counts;
  const unknown = Object.keys(counts).filter((name) => name.startsWith('prs_taken_over'));
  return { ...counts, ...Object.fromEntries(unknown.map((name) => [name, null])) };
}

function begun({ world, now }: View, day: number, filter: WorkFilter): Session[] {
  return workOn(world, day, filter, now).filter((session) => session.createdAt <= now);
}

function sessions(view: View, day: number, filter: WorkFilter): TruthRecord {
  return countSessions(begun(view, day, filter), view.now);
}

function usage({ view, orgId }: Question, day: number): TruthRecord {
  const counts = countDay(view.world, day, workOf(orgId), { now: view.now });
  return {
    sessions_count: begun(view, day, workOf(orgId)).length,
    searches_count: countSearches(view.world, day, workOf(orgId), { now: view.now }),
    prs_created_count: counts.created,
    prs_merged_count: counts.merged,
  };
}

function byActiveUser(
  question: Question,
  tell: (view: View, day: number, filter: WorkFilter) => TruthRecord,
): TruthRecord[] {
  const { view, orgId, people } = question;
  const of = (person: Person, day: number): TruthRecord =>
    tell(view, day, { ...workOf(orgId), actors: [person] });
  return question.days.flatMap((day) =>
    people
      .map((person) => ({ person, counts: of(person, day) }))
      .filter(({ counts }) => Object.values(counts).some((count) => typeof count === 'number' && count > 0))
      .map(({ person, counts }) => ({
        date: dateOf(day),
        user_id: person.id,
        user_email: person.email,
        org_id: orgId,
        ...counts,
      })),
  );
}

// Periods that start on one of the requested days and have ended.
function activeUsers({ view, days, orgId }: Question, kind: PeriodKind): TruthRecord[] {
  const first = (days[0] ?? 0) * secondsPerDay;
  const last = (days.at(-1) ?? -1) * secondsPerDay;
  const periods = periodsBetween(first, last, kind).filter(
    ({ start, end }) => first <= start && end <= view.now && dayOf(end) >= view.world.firstDay,
  );
  const threshold = { minSessions: 1, minSearches: 1, orgIds: workOf(orgId).orgIds };
  const active = countActive(view.world.people, periods, threshold, (seconds) => seconds <= view.now);
  const lastSecond = view.switches.periodEnd === 'last-second' ? 1 : 0;
  return periods.map(({ start, end }, index) => ({
    period_start: new Date(start * 1000).toISOString().slice(0, 10),
    start_at: isoOf(start),
    end_at: isoOf(end - lastSecond),
    org_id: orgId,
    active_users: active[index],
  }));
}
