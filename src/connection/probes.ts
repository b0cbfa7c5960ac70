import type { Getter, RequestOptions } from '../devin/calls';
import { DevinError, isOutcome } from '../devin/errors';
import type { DevinScope } from '../devin/scope';
import type { Day } from '../sync/days';
import type { Probe, Stream } from '../sync/define';

/** The streams that decide whether a connection works. */
const coreStreams = ['members', 'daily_user_consumption', 'daily_pr_metrics'];

/** So short that check ends within 30 seconds, no matter how often Devin answers 429. */
export const withinTenSeconds: RequestOptions = { totalMs: 10_000, timeoutMs: 10_000 };
const oneTry: RequestOptions = { maxAttempts: 1, ...withinTenSeconds };

/** The results of the probes of one stream. */
export interface Finding {
  readonly stream: Stream;
  /** The number of items in the lists that the probes show. */
  readonly itemCount: number;
  /** The failed probes. Empty if the stream can be read. */
  readonly failures: readonly ProbeFailure[];
  /** Whether every probe was refused with 401 or 403. */
  readonly isClosed: boolean;
}

export interface ProbeFailure {
  readonly probe: Probe;
  readonly error: DevinError;
}

/** Sends each distinct probe once, all of them concurrently. */
export async function probeAll(
  client: Getter,
  streams: readonly Stream[],
  scope: DevinScope,
  lastDay: Day,
): Promise<Finding[]> {
  const asked = new Map<string, Promise<readonly unknown[]>>();
  const ask = (probe: Probe, options: RequestOptions): Promise<readonly unknown[]> => {
    const key = JSON.stringify([probe.paths, probe.query]);
    const answer = asked.get(key) ?? probeOne(client, probe, options);
    asked.set(key, answer);
    return answer;
  };
  const ordered = [...streams].sort((one, other) => Number(isCore(other)) - Number(isCore(one)));
  return Promise.all(
    ordered.map(async (stream) => {
      const options = isCore(stream) ? withinTenSeconds : oneTry;
      const probes = stream.probes(scope, lastDay);
      return finding(
        stream,
        await Promise.all(probes.map((probe) => resultOf(probe, (each) => ask(each, options)))),
      );
    }),
  );
}

/** Whether the stream decides if the connection works. */
export function isCore(stream: Stream): boolean {
  return coreStreams.includes(stream.name);
}

/** The number of items that a probe shows, or its failure. */
type Result = number | ProbeFailure;

/** The result of a probe, or of the one that follows it. */
async function resultOf(probe: Probe, ask: (probe: Probe) => Promise<readonly unknown[]>): Promise<Result> {
  try {
    const items = await ask(probe);
    const next = items.length > 0 ? probe.next?.(items[0]) : undefined;
    return next === undefined ? items.length : await resultOf(next, ask);
  } catch (error) {
    if (error instanceof DevinError) return { probe, error };
    throw error;
  }
}

function finding(stream: Stream, results: readonly Result[]): Finding {
  const failures = results.filter((result): result is ProbeFailure => typeof result !== 'number');
  const counts = results.filter((result) => typeof result === 'number');
  const itemCount = counts.reduce((sum, count) => sum + count, 0);
  const closed = failures.filter(({ error }) => isOutcome(error, 'unauthorized', 'forbidden'));
  return { stream, itemCount, failures, isClosed: closed.length === results.length };
}

/** The items in the answer. None if it is not a list. */
async function probeOne(client: Getter, probe: Probe, options: RequestOptions): Promise<readonly unknown[]> {
  let absent: unknown;
  for (const path of probe.paths) {
    try {
      const answer = (await client.get(path, probe.query, options)) as { items?: unknown } | null;
      return Array.isArray(answer?.items) ? (answer.items as unknown[]) : [];
    } catch (error) {
      if (!isOutcome(error, 'not_found')) throw error;
      absent = error;
    }
  }
  if (probe.mayBeAbsent) return [];
  throw absent;
}
