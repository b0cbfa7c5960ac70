import type { Query } from '../../devin/http/query';
import type { DevinScope } from '../../devin/scope';

/** What an entry of a list says about the metrics. */
export interface IndexEntry {
  /** Whose entry it is. Undefined if it belongs to no subject that metrics are asked for. */
  readonly subject: string | undefined;
  /** Unix seconds. NaN if it is not known: then the entry says nothing. */
  readonly createdAt: number;
  /** Unix seconds. Its events are not later. NaN if it is not known. */
  readonly updatedAt: number;
  /** Its events by name. */
  readonly events: Readonly<Record<string, number>>;
}

/** A list of Devin that says on which days subjects probably have events. */
export interface IndexedList {
  /** For messages. */
  readonly name: string;
  readonly path: (scope: DevinScope) => string;
  /** The query for entries that were created from `after` to just before `before`, in Unix seconds. */
  readonly query: (span: { readonly after: number; readonly before: number }) => Query;
  /** Never throws. Undefined if the entry says nothing. */
  readonly entry: (item: unknown) => IndexEntry | undefined;
  /** How many days after its entry an event may come, at most. */
  readonly mostDaysAfter: number;
}

/** The subject of all entries together. */
export const everybody = '';
