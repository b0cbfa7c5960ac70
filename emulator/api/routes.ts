import type { Endpoint } from './endpoint';
import { auditEndpoints } from './endpoints/audit-logs';
import { codeScanEndpoints } from './endpoints/code-scans';
import { consumptionEndpoints } from './endpoints/consumption';
import { limitEndpoints } from './endpoints/limits';
import { listEndpoints } from './endpoints/lists';
import { memberEndpoints } from './endpoints/members';
import { messageEndpoints } from './endpoints/messages';
import { metricEndpoints } from './endpoints/metrics';
import { organizationListEndpoints } from './endpoints/organization-lists';
import { selfEndpoints } from './endpoints/self';
import { sessionEndpoints } from './endpoints/sessions';

/** Every endpoint; where two paths fit a request, the earlier one answers. */
export const endpoints: readonly Endpoint[] = [
  ...selfEndpoints,
  ...memberEndpoints,
  ...consumptionEndpoints,
  ...metricEndpoints,
  ...listEndpoints,
  ...sessionEndpoints,
  ...messageEndpoints,
  ...auditEndpoints,
  ...organizationListEndpoints,
  ...codeScanEndpoints,
  ...limitEndpoints,
];

export interface Match {
  endpoint: Endpoint;
  ids: Record<string, string>;
}

/** Finds the endpoint of a raw path, or null; ids are decoded, and may hold any character. */
export function makeRouter(): (rawPath: string) => Match | null {
  const routes = endpoints.map((endpoint) => ({ endpoint, segments: endpoint.path.split('/') }));
  return (rawPath) => {
    const segments = rawPath.split('/');
    const route = routes.find((candidate) => fits(candidate.segments, segments));
    return route ? { endpoint: route.endpoint, ids: idsOf(route.segments, segments) } : null;
  };
}

function fits(pattern: string[], segments: string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]))
  );
}

function idsOf(pattern: string[], segments: string[]): Record<string, string> {
  const ids: Record<string, string> = {};
  pattern.forEach((part, index) => {
    if (part.startsWith('{')) ids[part.slice(1, -1)] = decode(segments[index] ?? '');
  });
  return ids;
}

/** Percent-decodes, and keeps text that is not encoded correctly. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
