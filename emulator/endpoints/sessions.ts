import { dayOf } from '../billing-days';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageOf } from '../paging';
import { flag, integer, list, makeWindow, type Window } from '../query';
import { describeInsights, describeSession, updatedAt } from '../session-details';
import { longestLifeSeconds, type Session } from '../sessions';
import { workOn } from '../work';

type Describe = (session: Session, now: number) => Record<string, unknown>;

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
    return pageOf(call, sessions, (session) => describe(session, view.now));
  };
}

function filtered(call: Call): Session[] {
  const { view, query, orgId } = call;
  const updatedAfter = integer(query, 'updated_after') ?? -Infinity;
  const orgIds = orgId === null ? list(call, 'org_ids') : [orgId];
  const filter = { actors: null, orgIds: orgIds.length > 0 ? new Set(orgIds) : null };
  const passes = sessionTest(call);
  const sessions: Session[] = [];
  const first = Math.max(view.world.firstDay, dayOf(updatedAfter - longestLifeSeconds));
  for (let day = dayOf(view.now); day >= first; day -= 1) {
    for (const session of workOn(view.world, day, filter, view.now)) {
      if (session.createdAt <= view.now && passes(session)) sessions.push(session);
    }
  }
  return sessions;
}

const listFilters: [name: string, field: string][] = [
  ['session_ids', 'session_id'],
  ['user_ids', 'user_id'],
  ['service_user_ids', 'service_user_id'],
  ['origins', 'origin'],
  ['tags', 'tags'],
  ['repo_names', 'repo_names'],
];

function sessionTest(call: Call): (session: Session) => boolean {
  const { query } = call;
  const { now } = call.view;
  const created = windowOf(call, 'created');
  const updated = windowOf(call, 'updated');
  const tests: ((session: Record<string, unknown>) => boolean)[] = [];
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
    if (!created.inside(session.createdAt) || !updated.inside(updatedAt(session, now))) return false;
    if (tests.length === 0) return true;
    const described = describeSession(session, now);
    return tests.every((test) => test(described));
  };
}

function windowOf(call: Call, name: 'created' | 'updated'): Window {
  const after = integer(call.query, `${name}_after`) ?? -Infinity;
  return makeWindow(call, after, integer(call.query, `${name}_before`) ?? Infinity);
}

function hasAny(value: unknown, wanted: readonly string[]): boolean {
  return Array.isArray(value)
    ? value.some((part) => wanted.includes(String(part)))
    : wanted.includes(String(value));
}
