import type { Key, Permission } from './keys';
import type { PagingMemory } from './paging-memory';
import type { Switches } from '../world/switches';
import type { View } from '../world/view';

/** One request to one endpoint, already authorized. */
export interface Call {
  view: View;
  key: Key;
  /** The organization that the path names; null on paths about the enterprise. */
  orgId: string | null;
  /** The other ids of the path, decoded. */
  ids: Record<string, string>;
  query: URLSearchParams;
  /** Faults that act on paging. */
  paging: { startOver?: boolean; repeatLast?: boolean; itemsPerPage?: number | undefined };
  /** A number that no earlier call got. */
  serial: number;
  memory: PagingMemory;
}

/** A route: `path` has `{names}` for ids; `answer` gives the body of a 200 or throws a `Refusal`. */
export interface Endpoint {
  path: string;
  permission: Permission | null;
  /** Whether there is such a route under these switches; without this there is. */
  exists?: (switches: Switches) => boolean;
  /** Whether the switch `beta` refuses it. */
  isBeta?: boolean;
  answer: (call: Call) => unknown;
}
