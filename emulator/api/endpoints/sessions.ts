import { dayOf } from '../../world/billing-days';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageOf } from '../paging';
import { flag, integer, list, makeWindow, type Window } from '../query';
import { sentSession } from '../../world/session-forms';
import { bareId, describeInsights, describeSession, idPrefix, updatedAt } from '../../world/session-details';
import { longestLifeSeconds, type Session } from '../../world/sessions';
import { shownThrough } from '../../world/view';
import { workOn } from '../../world/work';

type Describe = typeof describeSession;

const accountSessions = permissions.accountSessions;
const orgSessions = permissions.orgSessions;

/** Sessions, and sessions with insights. */
export const sessionEndpoints: Endpoint[] = [
  { path: '/v3/enterprise/sessions', permission: accountSessions, answer: listed(describeSession) },
  { path: '/v3/enterprise/sessions/insights', permission: accountSessions, answer: listed(describeInsights) },
  { path: '/v3/organizations/{org_id}/sessions', permission: orgSessions, answer: listed(describeSession) },
  {
    path: '/v3/organizations/{org_id}/sessions/insights',
    permission: orgSessions,
    answer: listed(describeInsights),
  },
];

function listed(describe: Describe): Endpoint['answer'] {
  return (call) => {
    const { view, orgId } = call;
    const filters = new URLSearchParams(call.query);
    filters.delete('first');
    filters.delete('after');
    const name = `sessions ${orgId ?? ''} ${String(filters)} ${JSON.stringify(view.switches)}`;
    const sessions = view.once(name, () => filtered(call));
    const at = { now: shownThrough(view), switches: view.switches };
    return pageOf(call, sessions, {
      keyOf: bareId,
      send: (session) => sentSession(describe(session, at), at.switches),
    });
  };
}

// Newest first by creation, as was observed.
function filtered(call: Call): Session[] {
  const { view, orgId } = call;
  const shownUntil = shownThrough(view);
  const updatedAfter = windowOf(call, 'updated').after;
  const orgIds = orgId === null ? list(call, 'org_ids') : [orgId];
  const filter = { actors: null, orgIds: orgIds.length > 0 ? new Set(orgIds) : null };
  const passes = sessionTest(call);
  const sessions: Session[] = [];
  const first = Math.max(view.world.firstDay, dayOf(updatedAfter - longestLifeSeconds));
  for (let day = dayOf(view.now); day >= first; day -= 1) {
    const ofDay = workOn(view.world, day, filter, view.now)
      .filter((session) => session.createdAt <= shownUntil && passes(session))
      .sort((one, other) => other.createdAt - one.createdAt);
    sessions.push(...ofDay);
  }
  return sessions;
}

const listFilters: [name: string, field: string][] = [
  ['user_ids', 'user_id'],
  ['service_user_ids', 'service_user_id'],
  ['origins', 'origin'],
  ['tags', 'tags'],
  ['repo_names', 'repo_names'],
];

function sessionTest(call: Call): (session: Session) => boolean {
  const { query } = call;
  const at = { now: shownThrough(call.view), switches: call.view.switches };
  const created = windowOf(call, 'created');
  const updated = windowOf(call, 'updated');
  const tests: ((session: Record<string, unknown>) => boolean)[] = [];
  const ids = list(call, 'session_ids').map((id) => id.replace(new RegExp(`^${idPrefix}`), ''));
  for (const [name, field] of listFilters) {
    const values = list(call, name);
    if (values.length > 0) tests.push((session) => hasAny(session[field], values));
  }
  for (const field of ['playbook_id', 'category']) {
    const value = query.get(field);
    if (value !== null) tests.push((session) => session[field] === value);
  }
  const archived = flag(query, 'is_archived');
  if (archived !== null) tests.push((session) => session['is_archived'] === archived);
  return (session) => {
    if (!created.inside(session.createdAt) || !updated.inside(updatedAt(session, at.now))) return false;
    if (ids.length > 0 && !ids.includes(bareId(session))) return false;
    if (tests.length === 0) return true;
    const described = describeSession(session, at);
    return tests.every((test) => test(described));
  };
}

// Bounds of creation were observed to be half-open; what those of changes are, and whether they work, switches say.
function windowOf(call: Call, name: 'created' | 'updated'): Window {
  const after = integer(call.query, `${name}_after`) ?? -Infinity;
  const before = integer(call.query, `${name}_before`) ?? Infinity;
  if (name === 'created') {
    return { after, before, inside: (seconds) => after <= seconds && seconds < before };
  }
  return call.view.switches.updatedAfter === 'honoured'
    ? makeWindow(call, after, before)
    : makeWindow(call, -Infinity, Infinity);
}

function hasAny(value: unknown, wanted: readonly string[]): boolean {
  return Array.isArray(value)
    ? value.some((part) => wanted.includes(String(part)))
    : wanted.includes(String(value));
}
