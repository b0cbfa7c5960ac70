import type VError from 'verror';
import { isNotEnabled, isRefusal, missingPermission, unreadableLines } from './check-message';
import type { StreamFinding } from './check-table';
import { refusedEverywhere } from './key';
import type { Getter } from '../devin/calls';
import { DevinError } from '../devin/errors';
import type { ScopeKind, Stream } from '../sync/define';
import { readPrincipal, scopeOf } from './principal';
import { problem } from './problem';
import { isCore, probeAll, withinTenSeconds, type Finding } from './probes';
import type { Settings } from './settings';
import type { Day } from '../sync/days';

export interface CheckOptions {
  readonly client: Getter;
  readonly settings: Settings;
  readonly streams: readonly Stream[];
  /** The last complete day. Call it after the first answer of Devin. */
  readonly lastDay: () => Day;
  /** Called with the results of the probes for each stream, even if the check fails. */
  readonly showFindings?: ((findings: readonly StreamFinding[]) => void) | undefined;
}

export interface CheckReport {
  readonly message: string;
  /** The unreadable streams and the reasons, in sentences. */
  readonly unreadable: readonly string[];
}

const noMember = 'No member is visible to the API key: check that it belongs to the right account and scope';

/**
 * Returns that the connection works, and which streams cannot be read nevertheless. Throws a VError with the code of
 * the problem and a sentence that says what to change.
 */
export async function checkConnection(options: CheckOptions): Promise<CheckReport> {
  try {
    return await check(options);
  } catch (error) {
    throw error instanceof DevinError ? problem(error.code ?? 'unreachable', sentence(error)) : error;
  }
}

async function check(options: CheckOptions): Promise<CheckReport> {
  const { client, settings } = options;
  const principal = await readPrincipal(client, settings, withinTenSeconds);
  const scope = scopeOf(principal, settings);
  const streams = options.streams.filter((stream) => stream.scopes.includes(scope.kind));
  const findings = await probeAll(client, streams, scope, options.lastDay());
  options.showFindings?.(findings.map((finding) => asStreamFinding(finding, scope.kind)));
  if (principal === undefined && findings.every(({ isClosed }) => isClosed)) throw refusedEverywhere();
  const unreadable = unreadableLines(findings, scope.kind);
  refuse(findings, unreadable, settings);
  if (seesNoMember(findings)) {
    if (!settings.allowMissingPermissions) throw problem('no_resources', `${noMember}.`);
    unreadable.push(noMember);
  }
  const where = scope.kind === 'enterprise' ? 'the enterprise' : `the organization ${scope.id}`;
  const gaps = unreadable.length === 0 ? '' : `\nCannot be read:${listed(unreadable)}`;
  return { message: `Connected to ${where} at ${settings.apiUrl}.${gaps}`, unreadable };
}

/** Throws if a core stream cannot be read. With `allow_missing_permissions`, throws if no stream can be read. */
function refuse(
  findings: readonly Finding[],
  unreadable: readonly string[],
  { allowMissingPermissions }: Settings,
): void {
  const failed = findings.filter(({ failures }) => failures.length > 0);
  const core = failed.filter(({ stream }) => isCore(stream));
  if (allowMissingPermissions ? failed.length < findings.length : core.length === 0) return;
  const errors = core.flatMap(({ failures }) => failures.map(({ error }) => error));
  const broken = errors.find((error) => !isRefusal(error));
  if (broken === undefined) throw missingPermissions(unreadable);
  const others = unreadable.filter((line) => !line.endsWith(broken.message));
  const besides = others.length === 0 ? '' : `\nCannot be read either:${listed(others)}`;
  throw problem(broken.code ?? 'unreachable', sentence(broken) + besides);
}

function asStreamFinding(finding: Finding, scope: ScopeKind): StreamFinding {
  const { stream, failures } = finding;
  const [failure] = failures;
  const permission = failure ? missingPermission(finding, failure, scope) : stream.permission[scope];
  const refusal = failure && isNotEnabled(finding, failure, scope) ? 'not enabled' : failure?.error.outcome;
  return { name: stream.name, answer: refusal ?? 'readable', permission };
}

function missingPermissions(unreadable: readonly string[]): VError {
  return problem(
    'invalid_permissions',
    `This API key may not read everything in Devin. Missing permissions:${listed(unreadable)}\n` +
      'Give the service user these permissions in Devin, or set allow_missing_permissions and remove these streams ' +
      'from the connection.',
  );
}

/** With marks, so that the lines stay separate in a form that breaks lines or shows everything in one line. */
function listed(lines: readonly string[]): string {
  return lines.map((line) => `\n- ${line}`).join('');
}

function seesNoMember(findings: readonly Finding[]): boolean {
  const members = findings.find(({ stream }) => stream.name === 'members');
  return members?.failures.length === 0 && members.itemCount === 0;
}

function sentence({ message }: DevinError): string {
  return message.endsWith('.') ? message : `${message}.`;
}
