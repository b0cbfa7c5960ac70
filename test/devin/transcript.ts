import nock from 'nock';
import type { CountedClient } from '../../src/devin/calls';
import { createClient, type ClientOptions } from '../../src/devin/client';
import { DevinError } from '../../src/devin/errors';
import type { Clock } from '../../src/devin/limits/clock';

export const apiUrl = 'https://api.devin.test';
export const apiKey = 'cog_secret+key/0123456789==';

export interface Watched {
  readonly client: CountedClient;
  readonly time: Clock;
  readonly log: string[];
  readonly waits: number[];
}

/** A client that never waits for real, and adds nothing at random to its waits. */
export function watchedClient(options: Partial<ClientOptions> = {}): Watched {
  const time = jumpingClock();
  const log: string[] = [];
  const waits: number[] = [];
  const client = createClient({
    apiUrl,
    apiKey,
    workers: 4,
    userAgent: 'source-devin/0.0.0',
    log: (level, message) => log.push(`${level} ${message}`),
    onWait: (untilMs) => waits.push(untilMs),
    now: time.now,
    sleep: time.sleep,
    random: () => 0,
    ...options,
  });
  return { client, time, log, waits };
}

/** Every wait is over at once, and has taken its time. */
function jumpingClock(): Clock {
  let nowMs = 1_800_000_000_000;
  return {
    now: () => nowMs,
    sleep: async (ms, signal) => {
      const endMs = nowMs + ms;
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) throw new Error('broken off');
      nowMs = Math.max(nowMs, endMs);
    },
  };
}

/** What was asked of the API, in order: method, path and query. */
export function recordRequests(scope: nock.Scope): string[] {
  const requests: string[] = [];
  scope.on('request', (request: { method: string; path: string }) =>
    requests.push(`${request.method} ${request.path}`),
  );
  return requests;
}

/** The error with which a call ends. */
export async function failureOf(work: Promise<unknown>): Promise<DevinError> {
  const result: unknown = await work.catch((error: unknown) => error);
  if (result instanceof DevinError) return result;
  throw new Error('Not a DevinError', { cause: result });
}
