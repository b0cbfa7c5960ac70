import { dayOf, startOf } from '../billing-days';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import type { Actor } from '../people';
import {
  addCounts,
  countDay,
  noPullRequests,
  type PullRequestCounts,
  type WorkFilter,
} from '../pull-requests';
import { list, requiredWindow, type Window } from '../query';
import { Refusal } from '../refusal';

const accountMetrics = permissions.accountMetrics;
const orgMetrics = permissions.orgMetrics;

/** Aggregates over a window. */
export const metricEndpoints: Endpoint[] = [
  { path: '/v3/enterprise/metrics/prs', permission: accountMetrics, answer: pullRequests },
  { path: '/v3/organizations/{org_id}/metrics/prs', permission: orgMetrics, answer: pullRequests },
];

function pullRequests(call: Call): unknown {
  const window = requiredWindow(call);
  return sentCounts(call, countWindow(call, window, workFilter(call)));
}

/** Pull requests created in the window, by their state now. */
export function countWindow({ view }: Call, window: Window, filter: WorkFilter): PullRequestCounts {
  const sum = noPullRequests();
  const first = Math.max(dayOf(window.after), view.world.firstDay);
  const last = Math.min(dayOf(window.before), dayOf(view.now));
  for (let day = first; day <= last; day += 1) {
    const wholeDay = window.after <= startOf(day) && startOf(day + 1) <= window.before;
    const at = wholeDay ? { now: view.now } : { now: view.now, inside: window.inside };
    const count = (): PullRequestCounts => countDay(view.world, day, filter, at);
    const name = `prs ${day} ${[...(filter.orgIds ?? [])].join(' ')}`;
    addCounts(sum, wholeDay && !filter.actors ? view.once(name, count) : count());
  }
  return sum;
}

/** Which organizations, users and service users the request is about. */
export function workFilter(call: Call): WorkFilter {
  const { world, switches } = call.view;
  const asked = call.orgId === null ? list(call, 'org_ids') : [call.orgId];
  const orgIds = asked.length > 0 ? new Set(asked) : null;
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

function sentCounts({ view }: Call, counts: PullRequestCounts): unknown {
  const created = {
    prs_created_count: counts.created,
    prs_opened_count: counts.open,
    prs_merged_count: counts.merged,
    prs_closed_count: counts.closed,
  };
  if (view.switches.takenOver === 'absent') return created;
  return {
    ...created,
    prs_taken_over_count: counts.takenOver,
    prs_taken_over_opened_count: counts.takenOverOpen,
    prs_taken_over_merged_count: counts.takenOverMerged,
    prs_taken_over_closed_count: counts.takenOverClosed,
  };
}
