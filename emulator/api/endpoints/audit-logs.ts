import { auditLogsOn, type AuditLog } from '../../world/audit-logs';
import { dayOf, secondsPerDay, startOf } from '../../world/billing-days';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageOf } from '../paging';
import { integer, makeWindow, type Window } from '../query';
import { violationsOn } from '../../world/guardrail-violations';
import type { Switches } from '../../world/switches';
import { shownThrough, type View } from '../../world/view';
import { Refusal } from '../refusal';

const ofOrganization = ({ organizationLogs }: Switches): boolean => organizationLogs === 'organization';

/** Who did what, and what guardrails found. */
export const auditEndpoints: Endpoint[] = [
  ...inFamilies('v3', 'audit-logs', false, (call) => entries(call, auditLogs, ({ audit_log_id: id }) => id)),
  ...inFamilies('v3beta1', 'guardrail-violations', true, (call) =>
    entries(call, violationsOn, ({ violation_id: id }) => id),
  ),
];

function inFamilies(version: string, end: string, isBeta: boolean, answer: Endpoint['answer']): Endpoint[] {
  const [permission, orgPermission] = [permissions.enterpriseSettings, permissions.orgSettings];
  const about = '/organizations/{org_id}';
  return [
    { path: `/${version}/enterprise/${end}`, permission, isBeta, answer },
    { path: `/${version}/enterprise${about}/${end}`, permission: orgPermission, isBeta, answer },
    { path: `/${version}${about}/${end}`, permission: orgPermission, isBeta, exists: ofOrganization, answer },
  ];
}

function auditLogs({ world }: View, day: number): AuditLog[] {
  return auditLogsOn(world, day);
}

interface Entry {
  created_at: number;
  org_id: string | null;
  action?: unknown;
}

function entries<Item extends Entry>(
  call: Call,
  entriesOn: (view: View, day: number) => Item[],
  keyOf: (entry: Item) => string | number,
): unknown {
  const { view, query, orgId } = call;
  const window = askedWindow(call);
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw new Refusal(422, 'order must be asc or desc', 'order');
  const action = query.get('action');
  const shownUntil = shownThrough(view);
  const wanted = (entry: Item): boolean =>
    entry.created_at <= shownUntil &&
    window.inside(entry.created_at) &&
    (action === null || entry.action === action) &&
    (orgId === null || entry.org_id === orgId);
  const found: Item[] = [];
  const last = Math.min(dayOf(window.before), dayOf(view.now));
  for (let day = Math.max(dayOf(window.after), view.world.firstDay); day <= last; day += 1) {
    found.push(...entriesOn(view, day).filter(wanted));
  }
  if (order === 'desc') found.reverse();
  return pageOf(call, found, { keyOf });
}

// Unlike elsewhere the documents are plain: `time_before` needs `time_after`, and 100 days is the most.
function askedWindow(call: Call): Window {
  const after = integer(call.query, 'time_after');
  const before = integer(call.query, 'time_before');
  if (before !== null && after === null) throw new Refusal(422, 'time_before needs time_after', 'time_after');
  const window = makeWindow(call, after ?? startOf(call.view.world.firstDay), before ?? call.view.now + 1);
  if (after !== null && window.before - window.after > 100 * secondsPerDay) {
    throw new Refusal(422, 'at most 100 days', 'time_before');
  }
  return window;
}
