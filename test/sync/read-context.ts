import type { DevinClient } from '../../src/devin/calls';
import { WatchedClient } from '../../src/devin/limits/outage';
import { enterpriseScope } from '../../src/devin/scope';
import type { ReadContext } from '../../src/sync/define';

export const scope = enterpriseScope('https://api.devin.ai');

/** A context of one sync, and what the stream logs in it. */
export interface Sync {
  readonly context: ReadContext;
  readonly log: string[];
}

/** A sync whose last complete day is 2026-11-20; one stream reads it, with a memory of its own for shared lists. */
export function syncOf(options: Partial<ReadContext> = {}): Sync {
  const log: string[] = [];
  const shared = new Map<string, Promise<unknown>>();
  const watched = new WatchedClient(options.client ?? silentClient);
  const context: ReadContext = {
    isOutage: () => watched.isOutage,
    scope,
    now: new Date('2026-11-21T09:00:00Z'),
    lastCompleteDay: options.lastDay ?? '2026-11-20',
    lastDay: '2026-11-20',
    completeUntil: options.now ?? new Date('2026-11-21T09:00:00Z'),
    startDate: undefined,
    endDate: undefined,
    lookbackDays: { consumption: 7, metrics: 28 },
    workers: 3,
    incomingState: undefined,
    once: <Value>(key: string, read: () => Promise<Value>) => {
      const known = shared.get(key) ?? read();
      shared.set(key, known);
      return known as Promise<Value>;
    },
    stateOf: () => undefined,
    log: (level, message) => log.push(`${level} ${message}`),
    oddValue: (field) => log.push(`WARN ${field}`),
    ...options,
    client: watched,
  };
  return { context, log };
}

/** A client for what must make no request. */
const silentClient: DevinClient = {
  get: (path) => Promise.reject(new Error(`unexpected request: ${path}`)),
  pages: (path) => {
    throw new Error(`unexpected request: ${path}`);
  },
};

/** What survives in a state file. */
export function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
