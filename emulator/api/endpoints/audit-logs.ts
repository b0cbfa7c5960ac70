import { auditLogsOn, type AuditLog } from '../../world/audit-logs';
import { dayOf, secondsPerDay, startOf } from '../../world/billing-days';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageOf } from '../paging';
import { integer, makeWindow, type Window } from '../query';
import { shownThrough } from '../../world/view';
import { Refusal } from '../refusal';

const permission = permissions.enterpriseSettings;

/** Who did what. */
export const auditEndpoints: Endpoint[] = [
  { path: '/v3/enterprise/audit-logs', permission, answer: auditLogs },
  { path: '/v3/enterprise/organizations/{org_id}/audit-logs', permission, answer: auditLogs },
];

function auditLogs(call: Call): unknown {
  const { view, query, orgId } = call;
  const window = askedWindow(call);
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw new Refusal(422, 'order must be asc or desc', 'order');
  const action = query.get('action');
  const shownUntil = shownThrough(view);
  const wanted = (entry: AuditLog): boolean =>
    entry.created_at <= shownUntil &&
    window.inside(entry.created_at) &&
    (action === null || entry.action === action) &&
    (orgId === null || entry.org_id === orgId);
  const entries: AuditLog[] = [];
  const last = Math.min(dayOf(window.before), dayOf(view.now));
  for (let day = Math.max(dayOf(window.after), view.world.firstDay); day <= last; day += 1) {
    entries.push(...auditLogsOn(view.world, day).filter(wanted));
  }
  if (order === 'desc') entries.reverse();
  return pageOf(call, entries, { keyOf: ({ audit_log_id: id }) => id });
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
