import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkedFault } from './faults/fault-checks';
import type { Fault } from './faults/fault-kinds';
import { noLimits, type Limits } from './api/limits';
import type { Emulator } from './emulator';
import { checkedSwitches } from './world/switch-choices';
import type { Scope } from './truths/truth';
import { jsonAnswer, send } from './api/wire';

type Body = Record<string, unknown>;
type Action = (emulator: Emulator, body: Body, query: URLSearchParams) => unknown;

/** A fault as JSON: `pattern` instead of `path` is the source of a regular expression. */
type SentFault = Omit<Fault, 'path'> & { path?: string; pattern?: string };

const actions: Record<string, Action> = {
  'POST /_emulator/now': (emulator, body) => {
    expectFields(body, ['now']);
    emulator.setNow(String(body['now']));
    return { now: emulator.now };
  },
  'POST /_emulator/switches': (emulator, body) => Object.assign(emulator.switches, checkedSwitches(body)),
  'POST /_emulator/limits': (emulator, body) => {
    expectFields(body, Object.keys(noLimits()));
    return Object.assign(emulator.limits, body as Partial<Limits>);
  },
  'POST /_emulator/faults': (emulator, body) => {
    expectFields(body, ['clear', 'add']);
    const added = ((body['add'] ?? []) as SentFault[]).map(readFault);
    if (body['clear'] === true) emulator.faults.clear();
    for (const fault of added) emulator.faults.add(fault);
    return {};
  },
  'GET /_emulator/requests': (emulator) => ({
    ...emulator.requestCounts(),
    maxInFlight: emulator.maxInFlight,
  }),
  'POST /_emulator/reset-requests': (emulator) => {
    emulator.resetLog();
    return {};
  },
  'GET /_emulator/truth': (emulator, _body, query) => {
    const text = (name: string): string | undefined => query.get(name) ?? undefined;
    const orgId = text('org_id');
    const range = { from: text('from'), to: text('to'), ...(orgId === undefined ? {} : { orgId }) };
    return emulator.truth(text('stream') ?? '', (text('scope') ?? 'enterprise') as Scope, range);
  },
  'GET /_emulator/info': ({ url, now, keys, world, orgId, switches, limits }) => ({
    url,
    now,
    keys,
    org_id: orgId,
    org_ids: world.organizations.map((organization) => organization.org_id),
    users: world.people.length,
    switches,
    limits,
  }),
};

function readFault({ path, pattern, ...fault }: SentFault): Fault {
  return checkedFault({ ...fault, path: pattern === undefined ? (path ?? '*') : new RegExp(pattern) });
}

function expectFields(body: Body, names: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`unknown field ${unknown}; there are ${names.join(', ')}`);
}

/** The emulator's own endpoints, for other processes; they need no key. */
export function makeAdmin(
  emulator: Emulator,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const action = actions[`${request.method ?? ''} ${path}`];
    try {
      const body = await bodyOf(request);
      if (!action) send(response, jsonAnswer(404, { routes: Object.keys(actions) }), null);
      else send(response, jsonAnswer(200, action(emulator, body, new URLSearchParams(query))), null);
    } catch (error) {
      send(response, jsonAnswer(400, { error: String(error) }), null);
    }
  };
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Body);
}
