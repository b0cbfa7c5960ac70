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
  const asked = new Map<string, Promise<number>>();
  const ask = (probe: Probe, options: RequestOptions): Promise<number> => {
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
      return finding(stream, probes, await Promise.allSettled(probes.map((probe) => ask(probe, options))));
    }),
  );
}

/** Whether the stream decides if the connection works. */
export function isCore(stream: Stream): boolean {
  return coreStreams.includes(stream.name);
}

function finding(
  stream: Stream,
  probes: readonly Probe[],
  results: readonly PromiseSettledResult<number>[],
): Finding {
  const failures: ProbeFailure[] = [];
  let itemCount = 0;
  for (const [index, probe] of probes.entries()) {
    const result = results[index];
    if (result?.status !== 'rejected') itemCount += result?.value ?? 0;
    else if (result.reason instanceof DevinError) failures.push({ probe, error: result.reason });
    else throw result.reason;
  }
  const closed = failures.filter(({ error }) => isOutcome(error, 'unauthorized', 'forbidden'));
  return { stream, itemCount, failures, isClosed: closed.length === probes.length };
}

/** The number of items in the answer. 0 if it is not a list. */
async function probeOne(client: Getter, probe: Probe, options: RequestOptions): Promise<number> {
  let absent: unknown;
  for (const path of probe.paths) {
    try {
      const answer = (await client.get(path, probe.query, options)) as { items?: unknown } | null;
      return Array.isArray(answer?.items) ? answer.items.length : 0;
    } catch (error) {
      if (!isOutcome(error, 'not_found')) throw error;
      absent = error;
    }
  }
  if (probe.mayBeAbsent) return 0;
  throw absent;
}
