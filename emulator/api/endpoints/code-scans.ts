import { dayOf } from '../../world/billing-days';
import {
  countScans,
  describeFinding,
  describeScan,
  findingsOf,
  scansOn,
  type Scan,
} from '../../world/code-scans';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageOf } from '../paging';
import { integer, list, makeWindow, requiredWindow, type Window } from '../query';
import { shownThrough } from '../../world/view';

/** Code scans, what they found, and how many there were. */
export const codeScanEndpoints: Endpoint[] = [
  ...inBothScopes('scans', scans),
  ...inBothScopes('findings', findings),
  ...inBothScopes('metrics', (call) => countScans(call.view, scansIn(call, requiredWindow(call)))),
];

function inBothScopes(name: string, answer: Endpoint['answer']): Endpoint[] {
  return [
    { path: `/v3/enterprise/code-scans/${name}`, permission: permissions.accountCodeScans, answer },
    { path: `/v3/organizations/{org_id}/code-scans/${name}`, permission: permissions.orgCodeScans, answer },
  ];
}

// Newest first.
function scans(call: Call): unknown {
  const { query, view } = call;
  const window = makeWindow(
    call,
    integer(query, 'time_after') ?? -Infinity,
    integer(query, 'time_before') ?? Infinity,
  );
  const shown = scansIn(call, window).filter(({ createdAt }) => createdAt <= shownThrough(view));
  return pageOf(call, shown.reverse(), {
    keyOf: ({ id }) => id,
    send: (scan) => describeScan(scan, view.now),
  });
}

function findings(call: Call): unknown {
  const all = scansIn(call, makeWindow(call, -Infinity, Infinity)).flatMap((scan) =>
    findingsOf(call.view, scan),
  );
  return pageOf(call, all.reverse(), {
    keyOf: ({ id }) => id,
    send: (finding) => describeFinding(finding, call.view),
  });
}

/** The scans of the requested organizations in a window, oldest first. */
function scansIn(call: Call, window: Window): Scan[] {
  const { view, orgId } = call;
  const orgIds = orgId === null ? list(call, 'org_ids') : [orgId];
  const found: Scan[] = [];
  const last = Math.min(dayOf(window.before), dayOf(view.now));
  for (let day = Math.max(dayOf(window.after), view.world.firstDay); day <= last; day += 1) {
    found.push(...scansOn(view, day));
  }
  return found
    .filter((scan) => orgIds.length === 0 || orgIds.includes(scan.orgId))
    .filter(({ createdAt }) => window.inside(createdAt))
    .sort((one, other) => one.createdAt - other.createdAt);
}
