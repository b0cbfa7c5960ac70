import VError from 'verror';
import { otherAddresses } from './api-url';
import { nullableString, object, string } from '../devin/http/answer';
import type { Getter, RequestOptions } from '../devin/calls';
import { DevinError } from '../devin/errors';
import { enterpriseScope, organizationScope, SELF_PATH, type DevinScope } from '../devin/scope';
import { withinTenSeconds } from './probes';
import { deadKey, problem } from './problem';
import type { Settings } from './settings';

type ScopeSettings = Pick<Settings, 'scope' | 'orgId' | 'apiUrl'>;

/** The owner of a key (https://docs.devin.ai/api-reference/v3/self). */
export interface Principal {
  /** `service_user`, `pat_user`, `devin_brain` or `windsurf_session`. */
  readonly type: string;
  /** Null for an enterprise service user. For other principals it means nothing. */
  readonly orgId: string | null;
}

/** The principal of the key. Undefined if Devin does not tell it (403). Throws other errors. */
export async function readPrincipal(
  client: Getter,
  { apiUrl }: Pick<Settings, 'apiUrl'>,
  options?: RequestOptions,
): Promise<Principal | undefined> {
  try {
    const self = object(await client.get(SELF_PATH, {}, options), SELF_PATH);
    return { type: string(self, 'principal_type'), orgId: nullableString(self, 'org_id') };
  } catch (error) {
    if (!(error instanceof DevinError)) throw error;
    if (error.outcome === 'forbidden') return undefined;
    throw asKeyProblem(error, apiUrl);
  }
}

/**
 * The scope to read. It sends one request first, because a sync takes the time from the answer. If the settings are
 * complete, only a 401 matters.
 */
export async function scopeToRead(client: Getter, settings: ScopeSettings): Promise<DevinScope> {
  const { scope, orgId, apiUrl } = settings;
  if (scope === 'organization' && orgId === undefined)
    return scopeOf(await readPrincipal(client, settings), settings);
  await client.get(SELF_PATH, {}, withinTenSeconds).catch((error: unknown) => {
    if (!(error instanceof DevinError) || error.outcome === 'unauthorized') throw error;
  });
  return orgId === undefined ? enterpriseScope(apiUrl) : organizationScope(orgId);
}

/** The scope of the settings, if the principal may read it. Otherwise throws `wrong_scope`. */
export function scopeOf(principal: Principal | undefined, settings: ScopeSettings): DevinScope {
  const isServiceUser = principal?.type === 'service_user';
  if (settings.scope === 'enterprise') {
    if (!isServiceUser || principal.orgId === null) return enterpriseScope(settings.apiUrl);
    throw wrongScope(
      `The API key belongs to the organization ${principal.orgId}, not to the enterprise: set scope to ` +
        '"organization", or use the key of an enterprise service user.',
    );
  }
  const orgId = settings.orgId ?? principal?.orgId ?? undefined;
  if (orgId === undefined) throw principal ? needsOrganization(principal) : hiddenPrincipal();
  if (isServiceUser && principal.orgId !== null && principal.orgId !== orgId) {
    throw wrongScope(
      `The API key belongs to the organization ${principal.orgId}, but org_id is ${orgId}: correct org_id, leave ` +
        'it out, or use a key of that organization.',
    );
  }
  return organizationScope(orgId);
}

function needsOrganization(principal: Principal): VError {
  const who = principal.type === 'service_user' ? 'belongs to the whole enterprise' : 'names no organization';
  return wrongScope(
    `The API key ${who}: set org_id to the organization to read, or set scope to "enterprise".`,
  );
}

function wrongScope(message: string): VError {
  return problem('wrong_scope', message);
}

function hiddenPrincipal(): VError {
  return problem(
    'invalid_permissions',
    `Devin answered 403 Forbidden to GET ${SELF_PATH}, so the organization of the API key cannot be found: set org_id, give ` +
      'the service user the permission ReadAccountMeta, or add the address of this machine to the IP allow list of Devin.',
  );
}

/** The problem of /v3/self, for the owner of the key. */
function asKeyProblem(error: DevinError, apiUrl: string): VError {
  if (error.outcome === 'unauthorized') {
    return new VError(error, '%s', `The ${deadKey}`);
  }
  const isOtherApi = ['not_found', 'malformed', 'not_devin', 'rejected'].includes(error.outcome);
  // The error of a redirect already says what to put into api_url.
  const isRedirect = error.outcome === 'not_devin' && error.failureType === 'config_error';
  if (!isOtherApi || isRedirect) return error;
  return problem(
    'unreachable',
    `${apiUrl} does not answer like Devin's API: set api_url to the address that your administrator ` +
      `gives you, such as ${otherAddresses(apiUrl).join(' or ')}`,
    error,
  );
}
