import type { DevinClient } from '../devin/calls';
import type { Query } from '../devin/http/query';
import type { DevinScope } from '../devin/scope';
import type { Day } from './days';
import type { Fields, FieldsOf } from './fields/field';

/** Which family of Devin endpoints a key may read. */
export type ScopeKind = DevinScope['kind'];

/** Which setting decides how many synced days are read again. */
export type Lookback = 'consumption' | 'metrics';

/** A permission by its newest name and, where an older document has another, that one. */
export interface Permission {
  readonly name: string;
  readonly older?: string;
}

export type Permissions = Readonly<Partial<Record<ScopeKind, Permission>>>;

/** One cheap request that tells whether the key may read an endpoint. */
export interface Probe {
  /** Paths to try in turn, each only where the one before is answered 404. */
  readonly paths: readonly string[];
  readonly query: Query;
  /** A 404 on the last path is an answer too: there is nothing to list. */
  readonly mayBeAbsent?: boolean;
  /** Where it is not the permission of the stream. */
  readonly permission?: Permissions;
}

/** What a stream says of itself; everything but how it is read. */
export interface Declaration<Row extends object> {
  /** Also the name of its file and of its schema. */
  readonly name: string;
  readonly description: string;
  /** The columns of its records, from which its schema is made; every stream of the catalog has them. */
  readonly fields?: FieldsOf<Row>;
  readonly scopes: readonly ScopeKind[];
  readonly primaryKey: readonly (keyof Row & string)[];
  readonly permission: Permissions;
  /** The endpoint as documents name it, below the path of the scope. */
  readonly endpoint: string;
  /** The requests with which `check` finds out whether the stream can be read. */
  readonly probes: (scope: DevinScope, lastDay: Day) => readonly Probe[];
  /** What else to know where the permission is missing. */
  readonly permissionNote?: string;
}

/** What a stream is given to read: narrow values, fixed once at the start of the sync. */
export interface ReadContext {
  readonly client: DevinClient;
  readonly scope: DevinScope;
  /** The instant at which the sync started. */
  readonly now: Date;
  /** The last complete day at that instant: what is final is counted from it. */
  readonly lastCompleteDay: Day;
  /** The last day to read: the last complete day, or the configured end date where that is earlier. */
  readonly lastDay: Day;
  /** Devin's lists are complete up to this instant: the start of the sync, or Devin's own time where our clock is ahead of it. */
  readonly completeUntil: Date;
  /** The configured start date, if any. */
  readonly startDate: Day | undefined;
  /** The configured end date, if any. */
  readonly endDate: Day | undefined;
  readonly lookbackDays: Readonly<Record<Lookback, number>>;
  /** Most requests under way at once. */
  readonly workers: number;
  /** The stream's incoming state; undefined for a full refresh and for a first sync. */
  readonly incomingState: unknown;
  /** Whether Devin has stopped answering this stream, so that the rest is left for the next sync. */
  readonly isOutage: () => boolean;
  /** Reads something once for all streams of this sync: every call with one key gets the same promise. */
  readonly once: <Value>(key: string, read: () => Promise<Value>) => Promise<Value>;
  /** The incoming state of another stream of the connection, unchecked. */
  readonly stateOf: (stream: string) => unknown;
  readonly log: (level: 'INFO' | 'WARN', message: string) => void;
  /** Says once for each field of this stream, in a warning, that Devin sent something else than is documented, read as null. */
  readonly oddValue: (field: string) => void;
}

/** How much there is to read, in parts of about the same size; both are 0 while that is not known. */
export interface Work {
  done: number;
  total: number;
}

/** A stream being read. */
export interface Reading<Row> {
  /**
   * The state as of the last rows taken from `rows`, changed in place. A value taken at any moment is safe: it
   * covers no row that the consumer has not yet come back from.
   */
  readonly state: object;
  readonly rows: AsyncGenerator<readonly Row[]>;
  /** For who watches a sync; changed in place, and absent where nobody can tell. */
  readonly work?: Work;
}

/** A stream: one value that says all there is to know about it. */
export interface StreamDefinition<Row extends object> extends Declaration<Row> {
  readonly cursorField?: keyof Row & string;
  readonly lookback?: Lookback;
  /** Throws where the incoming state is malformed; makes no request before the first row is asked for. */
  readonly open: (context: ReadContext) => Reading<Row>;
}

/** A stream whose record type no longer matters: what the catalog lists. */
export interface Stream extends Omit<StreamDefinition<object>, 'primaryKey' | 'cursorField' | 'fields'> {
  readonly fields?: Fields;
  readonly primaryKey: readonly string[];
  readonly cursorField?: string;
}
