import VError from 'verror';
import type { DevinClient } from './devin/client';
import type { DevinError } from './devin/errors';
import type { DevinScope } from './devin/scope';
import type { StreamFinding } from './check-table';
import { permissionCure } from './permissions';
import { readPrincipal, scopeOf } from './principal';
import { isCore, patient, probeAll, type Finding } from './probes';
import type { Settings } from './settings';
import type { Day } from './sync/days';
import type { Stream } from './sync/define';

export interface CheckOptions {
  readonly client: DevinClient;
  readonly settings: Settings;
  readonly streams: readonly Stream[];
  /** The last complete day, once Devin has answered. */
  readonly lastDay: () => Day;
  /** Told what the probes of each stream came to, whatever that means for the connection. */
  readonly showFindings?: ((findings: readonly StreamFinding[]) => void) | undefined;
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
  const { client, settings } = options;
  const principal = await readPrincipal(client, settings, patient);
  const scope = scopeOf(principal, settings);
  const streams = options.streams.filter((stream) => stream.scopes.includes(scope.kind));
  const findings = await probeAll(client, streams, scope, options.lastDay());
  options.showFindings?.(findings.map((found) => asStreamFinding(found, scope)));
  const failed = findings.filter(({ error }) => error !== undefined);
  const broken = failed.find(({ stream, error }) => isCore(stream) && !isRefusal(error));
  if (broken?.error) throw broken.error;
  const unreadable = failed.map((finding) => explain(finding, scope));
  const isFatal = settings.allowMissingPermissions
    ? failed.length === findings.length
    : failed.some(({ stream }) => isCore(stream));
  if (isFatal) throw missingPermissions(unreadable);
  requireMember(findings);
  const where = scope.kind === 'enterprise' ? 'the enterprise' : `the organization ${scope.id}`;
  const gaps = unreadable.length === 0 ? '' : ` Cannot be read: ${unreadable.join('; ')}.`;
  return { message: `Connected to ${where} at ${settings.apiUrl}.${gaps}`, unreadable };
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
