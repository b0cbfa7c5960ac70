import { VError } from 'verror';
import { cleanText } from './http/json';

/** `v3beta1` is for endpoints that are beta. */
type Version = 'v3' | 'v3beta1';

/** The family of Devin's endpoints to read. This is the only place that knows how their paths differ. */
export interface DevinScope {
  readonly kind: 'enterprise' | 'organization';
  /** Null in enterprise scope. */
  readonly orgId: string | null;
  /** The owner of a state: the organization id, or `enterprise@<host of the API>`. */
  readonly id: string;
  /** A path of this scope, with percent-encoded segments. Throws if a segment is empty, `.` or `..`. */
  path(...segments: string[]): string;
  /** The same for an endpoint that is beta. */
  betaPath(...segments: string[]): string;
  /**
   * A path about this scope that belongs to the enterprise: in organization scope it is below
   * `/enterprise/organizations/{org_id}`.
   */
  enterprisePath(version: Version, ...segments: string[]): string;
  /** The scope of one organization. */
  organization(orgId: string): DevinScope;
  /** The possible paths of the list, the most likely one first. Try the next one only after a 404. */
  memberPaths(list: 'users' | 'idp-users'): readonly string[];
}

/**
 * The endpoint that tells who the key is. It is the same in every scope
 * (https://docs.devin.ai/api-reference/v3/overview).
 */
export const SELF_PATH = '/v3/self';

/** The whole enterprise that the key belongs to, at this API. */
export function enterpriseScope(apiUrl: string): DevinScope {
  const under = (version: Version, ...segments: string[]) => joined([version, 'enterprise', ...segments]);
  const path = (...segments: string[]) => under('v3', ...segments);
  return {
    kind: 'enterprise',
    orgId: null,
    id: `enterprise@${new URL(apiUrl).host}`,
    path,
    betaPath: (...segments) => under('v3beta1', ...segments),
    enterprisePath: under,
    organization: organizationScope,
    memberPaths: (list) => [path('members', list)],
  };
}

/** One organization. Throws if the id is empty, `.` or `..`. */
export function organizationScope(orgId: string): DevinScope {
  const under = (version: Version, segments: readonly string[]) =>
    joined([version, 'organizations', orgId, ...segments]);
  under('v3', []);
  return {
    kind: 'organization',
    orgId,
    id: orgId,
    path: (...segments) => under('v3', segments),
    betaPath: (...segments) => under('v3beta1', segments),
    enterprisePath: (version, ...segments) =>
      joined([version, 'enterprise', 'organizations', orgId, ...segments]),
    organization: organizationScope,
    // Unverified: that the lists move to /v3 after the beta. The newest documentation has them only under /v3beta1.
    memberPaths: (list) => (['v3beta1', 'v3'] as const).map((version) => under(version, ['members', list])),
  };
}

function joined(segments: readonly string[]): string {
  return segments.map((segment) => `/${encoded(segment)}`).join('');
}

function encoded(segment: string): string {
  // A URL parser removes dot segments, so an id made of dots would reach another endpoint.
  if (segment === '' || segment === '.' || segment === '..') {
    throw new VError({ info: { failureType: 'system_error' } }, '%s', `Not a path segment: "${segment}"`);
  }
  return encodeURIComponent(cleanText(segment));
}
