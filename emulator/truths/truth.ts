import { isMemberOf } from '../world/activity';
import { dayOf, parseDate, parseInstant, startOf } from '../world/billing-days';
import { codeScanReaders } from './code-scans';
import { consumptionReaders } from './consumption';
import { listReaders } from './lists';
import { metricReaders } from './metrics';
import { organizationListReaders } from './organization-lists';
import type { Reader, TruthRecord } from './question';
import { sessionReaders } from './sessions';
import type { View } from '../world/view';

export type { TruthRecord } from './question';
export type Scope = 'enterprise' | 'organization';

/** A question about a stream; default: everything up to the last complete day. */
export interface TruthRange {
  /** Days, `YYYY-MM-DD`, both included. */
  from?: string;
  to?: string;
  /** For what changes, and for what is read of each session: RFC 3339, the first included and the second not. */
  after?: string;
  before?: string;
  /** Required in organization scope; null for the enterprise. */
  orgId?: string | null;
  /** The people whose records are expected; default: all current members. */
  userIds?: readonly string[];
}

const readers: Record<string, Reader> = {
  ...listReaders,
  ...consumptionReaders,
  ...metricReaders,
  ...organizationListReaders,
  ...sessionReaders,
  ...codeScanReaders,
};

/** Names of the streams that `truth` knows. */
export function truthStreams(): string[] {
  return Object.keys(readers);
}

/**
 * Exactly the expected records of a stream, as of the view's instant, in no particular order; computed from the world,
 * not through the API. Throws a RangeError for a stream it does not know.
 */
export function truth(view: View, stream: string, range: TruthRange): TruthRecord[] {
  const reader = readers[stream];
  if (!reader) throw new RangeError(`no truth about ${stream}`);
  const orgId = range.orgId ?? null;
  const first = range.from === undefined ? view.world.firstDay : parseDate(range.from);
  const last = range.to === undefined ? dayOf(view.now) - 1 : parseDate(range.to);
  const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  const people = view.world.people.filter((person) =>
    range.userIds ? range.userIds.includes(person.id) : isMemberOf(person, orgId, view.now),
  );
  const after = range.after === undefined ? startOf(first) : parseInstant(range.after);
  const before = Math.min(view.now + 1, range.before === undefined ? Infinity : parseInstant(range.before));
  return reader({ view, days, orgId, people, after, before });
}
