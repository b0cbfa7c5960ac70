import { isOutcome, type DevinError } from '../devin/errors';
import { bothNames } from './permissions';
import type { Finding, ProbeFailure } from './probes';
import type { Permission, ScopeKind } from '../sync/define';

/** A stream and one reason why it cannot be read. */
interface Gap {
  readonly stream: string;
  /** Devin's answer if a permission can fix it, otherwise the whole error message. */
  readonly answer: string;
  /** Undefined if no permission can fix it. */
  readonly permission: string | undefined;
  readonly note: string | undefined;
  /** Whether the endpoint is probably not enabled for this account. */
  readonly isBeta: boolean;
}

/** Whether Devin refused the key, so that a permission can fix it. */
export function isRefusal(error: DevinError): boolean {
  return isOutcome(error, 'unauthorized', 'forbidden', 'not_found');
}

/** The missing permission: the one of the stream, or of another list that it reads. */
export function missingPermission(
  { stream }: Finding,
  { probe }: ProbeFailure,
  scope: ScopeKind,
): Permission | undefined {
  return (probe.permission ?? stream.permission)[scope];
}

/**
 * The unreadable streams, in lines for a narrow form. One line for each missing permission with all its streams, then
 * one line for each other reason.
 */
export function unreadableLines(findings: readonly Finding[], scope: ScopeKind): string[] {
  const gaps = findings.flatMap((finding) =>
    finding.failures.map((failure) => gapOf(finding, failure, scope)),
  );
  const disabled = gaps.filter(({ isBeta }) => isBeta);
  const refused = groupedBy(gaps, ({ permission, isBeta }) => (isBeta ? undefined : permission));
  const others = groupedBy(gaps, ({ permission, answer }) => (permission === undefined ? answer : undefined));
  return [
    ...[...refused].map(([permission, group]) => permissionLine(permission, group)),
    ...[...others].map(([answer, group]) => `${names(group)}: ${answer}`),
    ...(disabled.length > 0 ? [disabledLine(disabled)] : []),
  ];
}

function gapOf(finding: Finding, failure: ProbeFailure, scope: ScopeKind): Gap {
  const { name: stream, permissionNote } = finding.stream;
  const { probe, error } = failure;
  if (!isRefusal(error))
    return { stream, answer: error.message, permission: undefined, note: undefined, isBeta: false };
  const permission = missingPermission(finding, failure, scope);
  return {
    stream,
    answer: error.outcome.replace('_', ' '),
    permission: permission ? bothNames(permission) : 'A permission without a documented name',
    note: probe.permission === undefined ? permissionNote : undefined,
    isBeta: isNotEnabled(finding, failure, scope),
  };
}

/** Whether Devin's answer is the usual one of an endpoint that is beta and not enabled for the account. */
export function isNotEnabled({ stream }: Finding, { probe, error }: ProbeFailure, scope: ScopeKind): boolean {
  const isBeta = stream.beta?.includes(scope) === true && probe.permission === undefined;
  return isBeta && isOutcome(error, 'forbidden', 'not_found');
}

/** `Not enabled in Devin (beta), or without the permission: usage_tiers (ViewAccountConsumption)`. */
function disabledLine(gaps: readonly Gap[]): string {
  const streams = gaps.map(({ stream, permission }) => `${stream} (${permission ?? ''})`);
  return `Not enabled in Devin (beta), or without the permission: ${streams.join(', ')}`;
}

/** `ViewOrgMetrics (older name: ViewAccountMetrics): forbidden for daily_pr_metrics, daily_usage_metrics`. */
function permissionLine(permission: string, gaps: readonly Gap[]): string {
  const answers = groupedBy(gaps, ({ answer }) => answer);
  const said = [...answers].map(([answer, group]) => `${answer} for ${names(group)}`);
  const note = gaps.find((gap) => gap.note !== undefined)?.note;
  return `${permission}: ${said.join('; ')}${note === undefined ? '' : ` (${note})`}`;
}

function names(gaps: readonly Gap[]): string {
  return [...new Set(gaps.map(({ stream }) => stream))].join(', ');
}

function groupedBy(gaps: readonly Gap[], keyOf: (gap: Gap) => string | undefined): Map<string, Gap[]> {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = keyOf(gap);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  return groups;
}
