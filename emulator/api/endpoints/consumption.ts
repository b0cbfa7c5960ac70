import { isMemberOf, wasEverIn } from '../../world/activity';
import { cycleOf } from '../../world/billing-cycles';
import { dayOf, stampOf } from '../../world/billing-days';
import { sumOf, unitsPerAcu } from '../../world/consumption';
import { hasUse, rowOf, unitsOn, type ConsumptionRow, type Whose } from '../../world/consumption-rows';
import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { optionalWindow, type Window } from '../query';
import { shuffled } from '../../world/random';
import { sessionInPath } from '../../world/session-ids';
import { Refusal } from '../refusal';

const accountConsumption = permissions.accountConsumption;
const orgConsumption = permissions.orgConsumption;
const enterprise = '/v3/enterprise/consumption/daily';
const organization = '/v3/organizations/{org_id}/consumption/daily';

/** ACUs by day, of all users or of one. */
export const consumptionEndpoints: Endpoint[] = [
  { path: enterprise, permission: accountConsumption, answer: everybody },
  { path: `${enterprise}/organizations/{org_id}`, permission: accountConsumption, answer: everybody },
  { path: `${enterprise}/users/{user_id}`, permission: accountConsumption, answer: oneUser },
  {
    path: `${enterprise}/service-users/{service_user_id}`,
    permission: accountConsumption,
    answer: oneServiceUser,
  },
  { path: `${enterprise}/sessions/{session_id}`, permission: accountConsumption, answer: oneSession },
  { path: organization, permission: orgConsumption, answer: everybody },
  { path: `${organization}/users/{user_id}`, permission: orgConsumption, answer: oneUser },
  {
    path: `${organization}/service-users/{service_user_id}`,
    permission: orgConsumption,
    answer: oneServiceUser,
  },
  { path: `${organization}/sessions/{session_id}`, permission: orgConsumption, answer: oneSession },
];

function everybody(call: Call): unknown {
  return respond(call, asked(call), { actor: null, orgId: call.orgId });
}

function oneServiceUser(call: Call): unknown {
  const window = asked(call);
  const { view, orgId } = call;
  const serviceUser = view.world.serviceUserById.get(call.ids['service_user_id'] ?? '');
  if (!serviceUser || !wasEverIn(serviceUser, orgId, view.now)) return unknown(call);
  return ofOne(call, window, { actor: serviceUser, orgId });
}

function oneUser(call: Call): unknown {
  const window = asked(call);
  const { view, orgId } = call;
  const person = view.world.personById.get(call.ids['user_id'] ?? '');
  if (!person || !wasEverIn(person, orgId, view.now)) return unknown(call);
  const { leavers } = view.switches;
  if (leavers !== 'rows' && !isMemberOf(person, orgId, view.now)) {
    if (leavers === 'empty') return sent([]);
    throw new Refusal(Number(leavers), 'no longer a member');
  }
  return ofOne(call, window, { actor: person, orgId });
}

function oneSession(call: Call): unknown {
  const window = asked(call);
  const { view, orgId, ids } = call;
  const session = sessionInPath(view, ids['session_id'] ?? '', orgId);
  return session ? ofOne(call, window, { actor: session.actor, orgId, session }) : unknown(call);
}

function unknown(call: Call): unknown {
  if (call.view.switches.unknownUser === '404') throw new Refusal(404, 'no such id');
  return sent([]);
}

function ofOne(call: Call, window: Window, whose: Whose): unknown {
  const { view } = call;
  const { usersWithoutUse } = view.switches;
  if (usersWithoutUse === 'rows') return respond(call, window, whose);
  const used =
    usersWithoutUse === '404-in-window'
      ? daysOf(call, window).some((day) => unitsOn(view, day, whose))
      : hasUse(view, whose);
  if (used) return respond(call, window, whose);
  if (usersWithoutUse === 'empty') return sent([]);
  throw new Refusal(404, 'no consumption');
}

function asked(call: Call): Window {
  return optionalWindow(call, cycleOf(call.view.now).after);
}

function respond(call: Call, window: Window, whose: Whose): unknown {
  const { view } = call;
  const rows: ConsumptionRow[] = [];
  let total = 0;
  for (const day of daysOf(call, window)) {
    const units = unitsOn(view, day, whose);
    const row = rowOf(view, day, units);
    if (row) rows.push(row);
    if (units) total += sumOf(units);
  }
  if (view.switches.consumptionOrder === 'descending') rows.reverse();
  return sent(view.switches.consumptionOrder === 'shuffled' ? shuffled(rows, call.serial) : rows, total);
}

function sent(rows: ConsumptionRow[], totalUnits = 0): unknown {
  return { total_acus: totalUnits / unitsPerAcu, consumption_by_date: rows };
}

// Days that have begun, oldest first; the enterprise knows none before its first.
function daysOf({ view }: Call, window: Window): number[] {
  const { filterBy, stamp } = view.switches;
  const days: number[] = [];
  const first = Math.max(dayOf(window.after) - 1, view.world.firstDay);
  const last = Math.min(dayOf(window.before) + 1, dayOf(view.now));
  for (let day = first; day <= last; day += 1) {
    const start = stampOf(day, stamp);
    const inside =
      filterBy === 'stamp' ? window.inside(start) : overlaps(window, start, stampOf(day + 1, stamp));
    if (inside) days.push(day);
  }
  return days;
}

function overlaps(window: Window, start: number, end: number): boolean {
  return window.inside(start) || window.inside(end) || (start <= window.after && end >= window.before);
}
