import { countActive } from '../../world/active-users';
import { startOf } from '../../world/billing-days';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { periodsBetween, type Period, type PeriodKind } from '../../world/periods';
import { integer, list, requiredWindow, type Window } from '../query';
import { Refusal } from '../refusal';

/** Active users of a window, and by UTC day, week and month. */
export const activeEndpoints: Endpoint[] = [
  ...inBothScopes('active-users', ofWindow),
  ...inBothScopes('dau', byPeriod('day')),
  ...inBothScopes('wau', byPeriod('week')),
  ...inBothScopes('mau', byPeriod('month')),
];

function inBothScopes(name: string, answer: Endpoint['answer']): Endpoint[] {
  return [
    { path: `/v3/enterprise/metrics/${name}`, permission: permissions.accountMetrics, answer },
    { path: `/v3/organizations/{org_id}/metrics/${name}`, permission: permissions.orgMetrics, answer },
  ];
}

function ofWindow(call: Call): unknown {
  const window = requiredWindow(call);
  return count(call, window, [{ start: window.after, end: window.before + 1 }])[0];
}

function byPeriod(kind: PeriodKind): Endpoint['answer'] {
  return (call) => {
    const window = requiredWindow(call);
    const { world, now, switches } = call.view;
    const first = Math.max(window.after, startOf(world.firstDay));
    const last = Math.min(window.before - (switches.upperBound === 'inclusive' ? 0 : 1), now);
    return count(call, window, periodsBetween(first, last, kind));
  };
}

function count(call: Call, window: Window, periods: Period[]): unknown[] {
  const { view, query, orgId } = call;
  const orgIds = orgId === null ? list(call, 'org_ids') : [orgId];
  const threshold = {
    minSessions: minimum(query, 'min_sessions'),
    minSearches: minimum(query, 'min_searches'),
    orgIds: orgIds.length > 0 ? new Set(orgIds) : null,
  };
  const inside = (seconds: number): boolean => window.inside(seconds) && seconds <= view.now;
  const active = countActive(view.world.people, periods, threshold, inside);
  const lastSecond = view.switches.periodEnd === 'last-second' ? 1 : 0;
  return periods.map(({ start, end }, index) => ({
    active_users: active[index],
    start_time: start,
    end_time: end - lastSecond,
  }));
}

function minimum(query: URLSearchParams, name: string): number {
  const value = integer(query, name) ?? 1;
  if (value < 0) throw new Refusal(422, `${name} must not be negative`, name);
  return value;
}
