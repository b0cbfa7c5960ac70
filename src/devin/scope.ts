import { VError } from 'verror';
import { cleanText } from './http/json';

/** Which family of Devin's endpoints is read, and the only knowledge of how their paths differ. */
export interface DevinScope {
  readonly kind: 'enterprise' | 'organization';
  /** Null in enterprise scope. */
  readonly orgId: string | null;
  /** What a state belongs to: the organization id, or `enterprise@<host of the API>`. */
  readonly id: string;
  /** A path of this scope; each segment is percent-encoded. Throws where a segment is empty, `.` or `..`. */
  path(...segments: string[]): string;
  /** Where the list may be, the likeliest first; the next is to be tried on 404 only. */
  memberPaths(list: 'users' | 'idp-users'): readonly string[];
}

/** Who the key is; the same in every scope (https://docs.devin.ai/api-reference/v3/overview). */
export const SELF_PATH = '/v3/self';

/** The whole enterprise that the key belongs to, at this API. */
export function enterpriseScope(apiUrl: string): DevinScope {
  const path = (...segments: string[]) => joined(['v3', 'enterprise', ...segments]);
  return {
    kind: 'enterprise',
    orgId: null,
    id: `enterprise@${new URL(apiUrl).host}`,
    path,
    memberPaths: (list) => [path('members', list)],
  };
}

/** One organization. Throws where the id is empty, `.` or `..`. */
export function organizationScope(orgId: string): DevinScope {
  const under = (version: string, segments: string[]) =>
    joined([version, 'organizations', orgId, ...segments]);
  under('v3', []);
  return {
    kind: 'organization',
    orgId,
    id: orgId,
    path: (...segments) => under('v3', segments),
    // Unverified: that the lists leave beta under /v3; the newest documentation has them under /v3beta1 only.
    memberPaths: (list) => ['v3beta1', 'v3'].map((version) => under(version, ['members', list])),
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
