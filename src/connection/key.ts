import type VError from 'verror';
import type { Getter } from '../devin/calls';
import type { DevinScope } from '../devin/scope';
import { readPrincipal } from './principal';
import { problem } from './problem';
import { isCore, probeAll, withinTenSeconds } from './probes';
import type { Settings } from './settings';
import { lastCompleteDay } from '../sync/days';
import type { Stream } from '../sync/define';

/** Every key of Devin has at least this many characters. */
const shortestKey = 16;

/** Refuses keys that v3 cannot accept. This needs no request. */
export function refuseImpossibleKey({ apiKey }: Pick<Settings, 'apiKey'>): void {
  if (apiKey.startsWith('apk_')) {
    throw invalidCredentials(
      'The API key is of the old kind (apk_…), which this API does not accept: create a service user in Devin and put ' +
        'its key (cog_…) in api_key.',
    );
  }
  if (apiKey.length < shortestKey) {
    throw invalidCredentials(
      `The API key is not complete: it has fewer than ${shortestKey} characters. Copy all of it (cog_…) into api_key, or ` +
        'create a new one in Devin under Service users.',
    );
  }
}

/** The error if /v3/self and every probe were refused. Some deployments answer like this for a revoked key. */
export function refusedEverywhere(): VError {
  return invalidCredentials(
    'Devin refuses every request with this API key. There are three possible causes: the key is unknown or revoked; ' +
      "the address of this machine is not on Devin's IP allow list; or the key has no permission at all. Check the key " +
      'in Devin under Service users, then at the allow list, then at the permissions of the service user.',
  );
}

/**
 * Whether a key is refused where every valid key gets an answer: at /v3/self and by every probe of the core streams.
 */
export async function isRefusedEverywhere(
  client: Getter,
  scope: DevinScope,
  {
    settings,
    streams,
  }: { readonly settings: Pick<Settings, 'apiUrl' | 'now'>; readonly streams: readonly Stream[] },
): Promise<boolean> {
  const principal = await readPrincipal(client, settings, withinTenSeconds).catch((error: unknown) => error);
  if (principal !== undefined) return false;
  const lastDay = lastCompleteDay(settings.now());
  const findings = await probeAll(client, streams.filter(isCore), scope, lastDay);
  return findings.every(({ isClosed }) => isClosed);
}

function invalidCredentials(message: string): VError {
  return problem('invalid_credentials', message);
}
