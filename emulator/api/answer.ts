import type { Call } from './endpoint';
import { mayUse, type Key } from './keys';
import { Refusal } from './refusal';
import type { Match } from './routes';
import type { View } from '../world/view';

/** A request on its way to an endpoint. */
export interface Asked {
  method: string;
  /** Raw path and query. */
  url: string;
  match: Match | null;
  key: Key | null;
  query: URLSearchParams;
  paging: Call['paging'];
  serial: number;
  memory: Call['memory'];
}

/** The body of a 200; throws a `Refusal` for everything else. */
export function answerTo(asked: Asked, view: View): unknown {
  const { key, match } = asked;
  const { switches } = view;
  if (switches.maxUrlBytes !== null && asked.url.length > switches.maxUrlBytes) {
    throw new Refusal(414, `at most ${switches.maxUrlBytes} bytes`);
  }
  if (!key) throw new Refusal(Number(switches.deadKey), 'Unauthorized');
  if (switches.ipAllowList !== 'open') throw new Refusal(Number(switches.ipAllowList), 'address not allowed');
  if (match?.endpoint.exists?.(switches) === false || !match) throw new Refusal(404, 'Not Found');
  if (asked.method !== 'GET') throw new Refusal(405, 'Method Not Allowed');
  if (match.endpoint.isBeta && switches.beta !== 'enabled')
    throw new Refusal(Number(switches.beta), 'not enabled');
  const { org_id: orgId = null, ...ids } = match.ids as { org_id?: string };
  if (orgId !== null && !view.world.organizations.some((organization) => organization.org_id === orgId)) {
    throw new Refusal(404, 'no such organization');
  }
  const { permission } = match.endpoint;
  if (permission && !mayUse(key, permission, orgId, switches.olderPermissions === 'accepted')) {
    throw new Refusal(403, `${permission.name} is missing`);
  }
  const { query, paging, serial, memory } = asked;
  return match.endpoint.answer({ view, key, orgId, ids, query, paging, serial, memory });
}
