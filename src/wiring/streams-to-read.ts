import VError from 'verror';
import { asFailure } from '../airbyte/failure';
import type { ConfiguredStream } from '../airbyte/input';
import type { Failure } from '../airbyte/messages';
import type { StreamToRead } from '../airbyte/stream-to-read';
import { atMost } from '../devin/limits/concurrency-limit';
import type { DevinClient } from '../devin/calls';
import type { Outcome } from '../devin/error-facts';
import { WatchedClient } from '../devin/limits/outage';
import type { DevinScope } from '../devin/scope';
import { permissionCure } from '../connection/permissions';
import { deadKey } from '../connection/problem';
import type { Settings } from '../connection/settings';
import { earlier, lastCompleteDay } from '../sync/days';
import type { SyncTime } from './sync-clock';
import type { Permissions, ReadContext, Stream } from '../sync/define';

/** The scope to read, and the start time of the sync. */
export interface SyncStart extends SyncTime {
  readonly scope: DevinScope;
}

export interface SyncOptions {
  readonly client: DevinClient;
  readonly settings: Settings;
  /** The values that are needed before a stream is opened. They are looked up at most once. */
  readonly start: () => Promise<SyncStart>;
  /** All streams of the connector. */
  readonly streams: readonly Stream[];
  /** Incoming states by stream name. */
  readonly states: ReadonlyMap<string, unknown>;
  readonly log: ReadContext['log'];
  /** The error that ended the whole sync, if there is one. */
  readonly fatalError: () => Error | undefined;
}

/** The part of the context that belongs to one stream. */
type Own = Pick<ReadContext, 'client' | 'isOutage' | 'log' | 'oddValue'>;
/** The part of the context that all streams share. It does not change during the sync. */
type Shared = Omit<ReadContext, keyof Own | 'incomingState'>;

/** Requests queued beyond `num_workers`, so that no worker is idle while some requests wait for a retry. */
const waitingCalls = 4;

/**
 * The configured streams, ready to read. A stream that does not exist in this scope fails alone when it is opened.
 */
export function streamsToRead(configured: readonly ConfiguredStream[], options: SyncOptions): StreamToRead[] {
  let context: Promise<Shared> | undefined;
  return configured.map(({ name, isIncremental }) => {
    const stream = options.streams.find((each) => each.name === name);
    if (!stream?.scopes.includes(options.settings.scope)) return missingStream(name, options.settings.scope);
    return {
      name,
      open: async () => {
        const shared = await (context ??= sharedContext(options));
        const incomingState = isIncremental ? options.states.get(name) : undefined;
        return stream.open({ ...shared, ...ownContext(stream, shared, options), incomingState });
      },
      failure: (error) => failureOf(stream, error, options),
    };
  });
}

function ownContext(stream: Stream, { workers }: Shared, options: SyncOptions): Own {
  const watched = new WatchedClient(options.client);
  const log: ReadContext['log'] = (level, message) => options.log(level, `${stream.name}: ${message}`);
  return {
    client: atMost(workers + waitingCalls, watched),
    isOutage: () => watched.isOutage,
    log,
    oddValue: oddValueLog(log),
  };
}

async function sharedContext({ settings, states, start }: SyncOptions): Promise<Shared> {
  const { scope, now, completeUntil } = await start();
  const lastComplete = lastCompleteDay(now);
  const shared = new Map<string, Promise<unknown>>();
  return {
    scope,
    now,
    lastCompleteDay: lastComplete,
    lastDay: earlier(lastComplete, settings.endDate ?? lastComplete),
    completeUntil,
    startDate: settings.startDate,
    endDate: settings.endDate,
    lookbackDays: { consumption: settings.consumptionLookbackDays, metrics: settings.metricsLookbackDays },
    workers: settings.numWorkers,
    once: <Value>(key: string, read: () => Promise<Value>) => {
      const known = shared.get(key) ?? read();
      shared.set(key, known);
      return known as Promise<Value>;
    },
    stateOf: (stream) => states.get(stream),
  };
}

/** Warns once for each field of a stream. */
function oddValueLog(log: ReadContext['log']): ReadContext['oddValue'] {
  const named = new Set<string>();
  return (field) => {
    if (named.has(field)) return;
    named.add(field);
    log(
      'WARN',
      `Devin sent another type than is documented in "${field}": it is null in such records, or left out of a list.`,
    );
  };
}

/** The failure information in errors. */
interface ErrorInfo {
  readonly outcome?: Outcome;
  readonly failureType?: string;
  /** The missing permission, if it is not the one of the stream. */
  readonly permission?: Permissions;
}

/** The failure to show. Undefined if the sync was stopped from outside. */
function failureOf(
  stream: Stream,
  error: unknown,
  { settings, fatalError }: SyncOptions,
): Failure | undefined {
  const cause = fatalError() ?? error;
  const { outcome, failureType, permission } = VError.info(cause as Error) as ErrorInfo;
  if (outcome === 'stopped') return undefined;
  const isRefused = outcome === 'forbidden' || outcome === 'not_found';
  const cure = isRefused
    ? `; ${permissionCure(stream, settings.scope, permission)}`
    : (cures[outcome ?? ''] ?? cures[failureType ?? ''] ?? '');
  return asFailure(cause, (message) => `${stream.name}: ${message.replace(/\.$/, '')}${cure}.`);
}

/** What to do, by outcome, or else by the failure type. */
const cures: Readonly<Record<string, string>> = {
  unauthorized: `; the ${deadKey}`,
  transient_error: '; nothing is lost: the next sync continues from the state of this one',
};

function missingStream(name: string, scope: string): StreamToRead {
  const message = `There is no stream ${name} in ${scope} scope: discover the streams again, and configure the catalog again.`;
  return {
    name,
    open: () => Promise.reject(new Error(message)),
    failure: () => ({ message, failureType: 'config_error' }),
  };
}
