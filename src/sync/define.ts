import type { DevinClient } from '../devin/calls';
import type { Query } from '../devin/http/query';
import type { DevinScope } from '../devin/scope';
import type { Day } from './days';
import type { Fields, FieldsOf } from './fields/field';

/** The family of Devin endpoints that a key may read. */
export type ScopeKind = DevinScope['kind'];

/** The setting that decides how many synced days are read again. */
export type Lookback = 'consumption' | 'metrics';

/** A permission by its newest name, and by its older name if documents have one. */
export interface Permission {
  readonly name: string;
  readonly older?: string;
}

export type Permissions = Readonly<Partial<Record<ScopeKind, Permission>>>;

/** One cheap request that shows whether the key may read an endpoint. */
export interface Probe {
  /** Paths to try in order. The next one is used only after a 404. */
  readonly paths: readonly string[];
  readonly query: Query;
  /** A 404 on the last path is a valid answer too: there is nothing to list. */
  readonly mayBeAbsent?: boolean;
  /** The permission for this probe, if it is not the permission of the stream. */
  readonly permission?: Permissions;
  /** The probe of something that this one lists, made from the first item. Undefined if there is nothing to ask. */
  readonly next?: (item: unknown) => Probe | undefined;
}

/** The facts about a stream, without how it is read. */
export interface Declaration<Row extends object> {
  /** Also the name of its file and of its schema. */
  readonly name: string;
  readonly description: string;
  /** The columns of its records. The schema is made from them. Every stream of the catalog has them. */
  readonly fields?: FieldsOf<Row>;
  readonly scopes: readonly ScopeKind[];
  readonly primaryKey: readonly (keyof Row & string)[];
  readonly permission: Permissions;
  /** The endpoint as documents name it, below the path of the scope. */
  readonly endpoint: string;
  /** The requests that tell `check` whether the stream can be read. */
  readonly probes: (scope: DevinScope, lastDay: Day) => readonly Probe[];
  /** A note for users if the permission is missing. */
  readonly permissionNote?: string;
  /** The scopes in which the endpoint is beta. Devin answers 403 or 404 where it is not enabled. */
  readonly beta?: readonly ScopeKind[];
}

/** The values that a stream gets to read with. They do not change during the sync. */
export interface ReadContext {
  readonly client: DevinClient;
  readonly scope: DevinScope;
  /** The instant at which the sync started. */
  readonly now: Date;
  /** The last complete day at that instant. `is_final` counts from it. */
  readonly lastCompleteDay: Day;
  /** The last day to read: the last complete day, or the configured end date if that is earlier. */
  readonly lastDay: Day;
  /**
   * Devin's lists are complete up to this instant: the start of the sync, or Devin's own time if our clock is ahead.
   */
  readonly completeUntil: Date;
  /** The configured start date, if any. */
  readonly startDate: Day | undefined;
  /** The configured end date, if any. */
  readonly endDate: Day | undefined;
  readonly lookbackDays: Readonly<Record<Lookback, number>>;
  /** The maximum of requests in flight. */
  readonly workers: number;
  /** The incoming state of the stream. Undefined for a full refresh and for a first sync. */
  readonly incomingState: unknown;
  /** Whether Devin has stopped answering this stream. The rest is left for the next sync then. */
  readonly isOutage: () => boolean;
  /** Reads something once for all streams of this sync. Every call with the same key gets the same promise. */
  readonly once: <Value>(key: string, read: () => Promise<Value>) => Promise<Value>;
  /** The incoming state of another stream of the connection, unchecked. */
  readonly stateOf: (stream: string) => unknown;
  readonly log: (level: 'INFO' | 'WARN', message: string) => void;
  /**
   * Warns once for each field of this stream that Devin sent a value of another type than documented. The value
   * becomes null.
   */
  readonly oddValue: (field: string) => void;
}

/** The amount of work, in parts of about the same size. Both are 0 while the amount is not known. */
export interface Work {
  done: number;
  total: number;
}

/** A stream being read. */
export interface Reading<Row> {
  /**
   * The state after the last rows taken from `rows`. It is changed in place. It is safe to use at any moment: it
   * never covers rows that the consumer has not finished.
   */
  readonly state: object;
  readonly rows: AsyncGenerator<readonly Row[]>;
  /** The progress to show. It is changed in place, and absent if it cannot be known. */
  readonly work?: Work;
}

/** A stream: one value with all facts about it. */
export interface StreamDefinition<Row extends object> extends Declaration<Row> {
  readonly cursorField?: keyof Row & string;
  readonly lookback?: Lookback;
  /** Throws if the incoming state is malformed. Makes no request before the first row is asked for. */
  readonly open: (context: ReadContext) => Reading<Row>;
}

/** A stream without its record type, for the catalog. */
export interface Stream extends Omit<StreamDefinition<object>, 'primaryKey' | 'cursorField' | 'fields'> {
  readonly fields?: Fields;
  readonly primaryKey: readonly string[];
  readonly cursorField?: string;
}
