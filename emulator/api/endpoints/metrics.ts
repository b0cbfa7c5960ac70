import { dayOf, startOf } from '../../world/billing-days';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import type { Actor } from '../../world/people';
import {
  addCounts,
  countDay,
  namedCounts,
  noPullRequests,
  type PullRequestCounts,
} from '../../world/pull-requests';
import { list, optionalWindow, requiredWindow, type Window } from '../query';
import { Refusal } from '../refusal';
import { countCategories, countSessions, withoutZeroSizes } from '../../world/session-counts';
import type { Session } from '../../world/sessions';
import { countSearches, happened, workOn, type WorkFilter } from '../../world/work';
import { cycleOf } from '../../world/billing-cycles';
import { activeEndpoints } from './active-users';

const accountMetrics = permissions.accountMetrics;
const orgMetrics = permissions.orgMetrics;

/** Aggregates over a window. */
export const metricEndpoints: Endpoint[] = [
  ...inBothScopes('prs', pullRequests),
  ...inBothScopes('sessions', sessions),
  ...inBothScopes('searches', searches),
  ...inBothScopes('usage', usage),
  { path: '/v3/enterprise/organizations/{org_id}/metrics/usage', permission: accountMetrics, answer: usage },
  { path: '/v3/enterprise/metrics/sessions-by-category', permission: accountMetrics, answer: categories },
  ...activeEndpoints,
];

function inBothScopes(name: string, answer: Endpoint['answer']): Endpoint[] {
  return [
    { path: `/v3/enterprise/metrics/${name}`, permission: accountMetrics, answer },
    { path: `/v3/organizations/{org_id}/metrics/${name}`, permission: orgMetrics, answer },
  ];
}

function pullRequests(call: Call): unknown {
  const window = requiredWindow(call);
  const counts = namedCounts(countWindow(call, window, workFilter(call)));
  if (call.view.switches.takenOver === 'present') return counts;
  return Object.fromEntries(Object.entries(counts).filter(([name]) => !name.startsWith('prs_taken_over')));
}

function sessions(call: Call): unknown {
  const window = requiredWindow(call);
  const counts = countSessions(sessionsIn(call, window, workFilter(call)), call.view.now);
  return call.view.switches.zeroSizes === 'present' ? counts : withoutZeroSizes(counts);
}

function searches(call: Call): unknown {
  const window = requiredWindow(call);
  return { searches_created_count: searchesIn(call, window, orgFilter(call)) };
}

function usage(call: Call): unknown {
  const window = optionalWindow(call, cycleOf(call.view.now).after);
  const filter = { actors: null, orgIds: call.orgId === null ? null : new Set([call.orgId]) };
  const counts = countWindow(call, window, filter);
  return {
    sessions_count: sessionsIn(call, window, filter).length,
    searches_count: searchesIn(call, window, filter),
    prs_created_count: counts.created,
    prs_merged_count: counts.merged,
  };
}

function categories(call: Call): unknown {
  const window = requiredWindow(call);
  return { categories: countCategories(sessionsIn(call, window, orgFilter(call)), call.view.now) };
}

function countWindow(call: Call, window: Window, filter: WorkFilter): PullRequestCounts {
  const { view } = call;
  const { pullRequestDays, pullRequestsWithoutSession: hasOthers } = view.switches;
  const sum = noPullRequests();
  for (const { day, whole } of daysOf(call, window)) {
    const until = whole ? { now: view.now } : { now: view.now, inside: window.inside };
    const count = (): PullRequestCounts => countDay(view.world, day, filter, until);
    const name = `prs ${day} ${[...(filter.orgIds ?? [])].join(' ')} ${pullRequestDays} ${String(hasOthers)}`;
    addCounts(sum, whole && !filter.actors ? view.once(name, count) : count());
  }
  return sum;
}

function sessionsIn(call: Call, window: Window, filter: WorkFilter): Session[] {
  const { world, now } = call.view;
  return daysOf(call, window)
    .flatMap(({ day }) => workOn(world, day, filter, now))
    .filter((session) => happened(session.createdAt, { now, inside: window.inside }));
}

function searchesIn(call: Call, window: Window, filter: WorkFilter): number {
  const { world, now } = call.view;
  const until = { now, inside: window.inside };
  return daysOf(call, window).reduce((sum, { day }) => sum + countSearches(world, day, filter, until), 0);
}

function daysOf({ view }: Call, window: Window): { day: number; whole: boolean }[] {
  const days: { day: number; whole: boolean }[] = [];
  const last = Math.min(dayOf(window.before), dayOf(view.now));
  for (let day = Math.max(dayOf(window.after), view.world.firstDay); day <= last; day += 1) {
    days.push({ day, whole: window.after <= startOf(day) && startOf(day + 1) <= window.before });
  }
  return days;
}

/** Which organizations the request is about. */
function orgFilter(call: Call): WorkFilter {
  const asked = call.orgId === null ? list(call, 'org_ids') : [call.orgId];
  return { actors: null, orgIds: asked.length > 0 ? new Set(asked) : null };
}

function workFilter(call: Call): WorkFilter {
  const { world, switches } = call.view;
  const { orgIds } = orgFilter(call);
  const ids = [...list(call, 'user_ids'), ...list(call, 'service_user_ids')];
  if (ids.length === 0 || switches.userIdsFilter === 'ignored') return { actors: null, orgIds };
  if (switches.userIdsFilter === '422') throw new Refusal(422, 'user_ids is not supported', 'user_ids');
  const actors = [...new Set(ids)].map(
    (id): Actor | undefined => world.personById.get(id) ?? world.serviceUserById.get(id),
  );
  if (switches.userIdsFilter === '404-unknown' && actors.includes(undefined)) {
    throw new Refusal(404, 'no such user');
  }
  return { actors: actors.filter((actor) => actor !== undefined), orgIds };
}
