import VError from 'verror';
import type { DevinClient, RequestOptions } from './devin/client';
import { DevinError } from './devin/errors';
import type { DevinScope } from './devin/scope';
import type { StreamFinding } from './check-table';
import type { Settings } from './config';
import { permissionCure } from './permissions';
import { readPrincipal, scopeOf } from './principal';
import type { Day } from './sync/days';
import type { Probe, Stream } from './sync/define';

/** The streams that decide whether a connection works. */
const coreStreams = ['members', 'daily_user_consumption', 'daily_pr_metrics'];

/** Short enough that check gives up within 30 seconds, however often Devin answers 429. */
const patient: RequestOptions = { totalMs: 10_000, timeoutMs: 10_000 };
const oneTry: RequestOptions = { maxAttempts: 1, totalMs: 10_000, timeoutMs: 10_000 };

export interface CheckOptions {
  readonly client: DevinClient;
  readonly settings: Settings;
  readonly streams: readonly Stream[];
  readonly lastDay: Day;
  /** Told what the probes of each stream came to, whatever that means for the connection. */
  readonly showFindings?: ((findings: readonly StreamFinding[]) => void) | undefined;
}

/** What one stream's probes came to: readable, or why not. */
interface Finding {
  readonly stream: Stream;
  /** How many items the lists among the probes show. */
  readonly itemCount: number;
  readonly error?: DevinError;
  /** The probe that was answered with the error. */
  readonly probe?: Probe;
}

export interface CheckReport {
  readonly message: string;
  /** The streams that cannot be read, each with its reason. */
  readonly unreadable: readonly string[];
}

/**
 * Says that the connection works, and which streams cannot be read all the same. Throws a VError with the code of
 * what is wrong and the sentence that says what to change.
 */
export async function checkConnection(options: CheckOptions): Promise<CheckReport> {
  const { client, settings, lastDay } = options;
  const principal = await readPrincipal(client, settings, patient);
  const scope = scopeOf(principal, settings);
  const streams = options.streams.filter((stream) => stream.scopes.includes(scope.kind));
  const findings = await probeAll(client, streams, scope, lastDay);
  options.showFindings?.(findings.map((found) => asStreamFinding(found, scope)));
  const failed = findings.filter(({ error }) => error !== undefined);
  const isCore = ({ stream }: Finding) => coreStreams.includes(stream.name);
  const broken = failed.find((finding) => isCore(finding) && !isRefusal(finding.error));
  if (broken?.error) throw broken.error;
  const unreadable = failed.map((finding) => explain(finding, scope));
  const isFatal = settings.allowMissingPermissions ? failed.length === findings.length : failed.some(isCore);
  if (isFatal) throw missingPermissions(unreadable);
  requireMember(findings);
  const where = scope.kind === 'enterprise' ? 'the enterprise' : `the organization ${scope.id}`;
  const gaps = unreadable.length === 0 ? '' : ` Cannot be read: ${unreadable.join('; ')}.`;
  return { message: `Connected to ${where} at ${settings.apiUrl}.${gaps}`, unreadable };
}

/** Asks each distinct probe once, all side by side. */
async function probeAll(
  client: DevinClient,
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
  const ordered = [...streams].sort((one, other) => rank(one) - rank(other));
  return Promise.all(
    ordered.map(async (stream) => {
      const options = rank(stream) === 0 ? patient : oneTry;
      const probes = stream.probes(scope, lastDay);
      return finding(stream, probes, await Promise.allSettled(probes.map((probe) => ask(probe, options))));
    }),
  );
}

function rank(stream: Stream): number {
  return coreStreams.includes(stream.name) ? 0 : 1;
}

function finding(
  stream: Stream,
  probes: readonly Probe[],
  results: readonly PromiseSettledResult<number>[],
): Finding {
  let itemCount = 0;
  for (const [index, result] of results.entries()) {
    if (result.status === 'fulfilled') itemCount += result.value;
    else if (!(result.reason instanceof DevinError)) throw result.reason;
    else return { stream, itemCount, error: result.reason, probe: probes[index] };
  }
  return { stream, itemCount };
}

/** How many items the answer lists: 0 where it is no list. */
async function probeOne(client: DevinClient, probe: Probe, options: RequestOptions): Promise<number> {
  let absent: unknown;
  for (const path of probe.paths) {
    try {
      const answer = (await client.get(path, probe.query, options)) as { items?: unknown } | null;
      return Array.isArray(answer?.items) ? answer.items.length : 0;
    } catch (error) {
      if (!(error instanceof DevinError && error.outcome === 'not_found')) throw error;
      absent = error;
    }
  }
  if (probe.mayBeAbsent) return 0;
  throw absent;
}

function asStreamFinding({ stream, error, probe }: Finding, { kind }: DevinScope): StreamFinding {
  const own = stream.permission[kind];
  // Where something else was refused that the stream reads too, its own permission is not the one to ask for.
  const missing = error && probe?.permission ? probe.permission[kind] : own;
  return { name: stream.name, answer: error?.outcome ?? 'readable', permission: missing };
}

function isRefusal(error: DevinError | undefined): boolean {
  return error !== undefined && ['unauthorized', 'forbidden', 'not_found'].includes(error.outcome);
}

function explain({ stream, error, probe }: Finding, scope: DevinScope): string {
  if (!isRefusal(error)) return `${stream.name}: ${error?.message ?? ''}`;
  const answer = error?.outcome === 'not_found' ? 'not found' : error?.outcome;
  return `${stream.name}: ${answer ?? ''}, ${permissionCure(stream, scope.kind, probe?.permission)}`;
}

function missingPermissions(unreadable: readonly string[]): VError {
  return new VError(
    { info: { code: 'invalid_permissions', failureType: 'config_error' } },
    '%s',
    `Devin does not let this API key read: ${unreadable.join('; ')}. Give the service user these permissions in Devin, or ` +
      'set allow_missing_permissions and leave these streams out of the connection.',
  );
}

function requireMember(findings: readonly Finding[]): void {
  const members = findings.find(({ stream }) => stream.name === 'members');
  if (members === undefined || members.error || members.itemCount > 0) return;
  throw new VError(
    { info: { code: 'no_resources', failureType: 'config_error' } },
    'No member is visible to the API key: check that it belongs to the right account and scope.',
  );
}
