import { secondsPerDay, startOf } from './billing-days';
import { codeOf } from './organization-lists';
import { between, fraction, hash, pick } from './random';
import { gitHost, pullRequestUrl, repositoryAt, repositoryOf } from './repositories';
import { sessionId } from './session-details';
import { stateOf, type PullRequest } from './session-pull-requests';
import type { Session } from './sessions';
import type { View } from './view';
import { workOn } from './work';

/** A scan of the code of one organization. */
export interface Scan {
  key: number;
  id: string;
  orgId: string;
  day: number;
  createdAt: number;
  repository: string;
}

/** Something that a scan found, and what fixes it. */
export interface ScanFinding {
  id: string;
  key: number;
  scan: Scan;
  createdAt: number;
  severity: string;
  /** The session that fixes it, with its pull request; null if nobody does. */
  fix: { session: Session; pullRequest: PullRequest } | null;
}

const severities = ['critical', 'high', 'medium', 'low'];

/** The scans of a day that have begun by now: every organization scans on every second day. */
export function scansOn(view: View, day: number): Scan[] {
  const { world, now } = view;
  if (day < world.firstDay) return [];
  return world.organizations.flatMap(({ org_id: orgId }, index): Scan[] => {
    if ((day + index) % 2 !== 0) return [];
    const key = hash(world.seed, day, 220 + index);
    const moment = startOf(day) + between(60, 86_000, fraction(key, 0, 1));
    const createdAt = moment % secondsPerDay === 0 ? moment + 1 : moment;
    if (createdAt > now) return [];
    const id = `scan-${codeOf(orgId)}-${day.toString(36)}`;
    const [fix] = sessionsAfter(view, orgId, day);
    const repository = fix === undefined ? repositoryAt(fraction(key, 0, 2)) : repositoryOf(fix);
    return [{ key, id, orgId, day, createdAt, repository }];
  });
}

/** The findings of a scan by now; most have none. They come an hour after the scan begins. */
export function findingsOf(view: View, scan: Scan): ScanFinding[] {
  const createdAt = scan.createdAt + 3_600;
  if (createdAt > view.now) return [];
  return Array.from({ length: Math.max(0, 2 - (scan.key % 10)) }, (_, index): ScanFinding => {
    const key = hash(scan.key, index, 3);
    const severity = pick(severities, fraction(key, 0, 4));
    return {
      id: `finding-${scan.id}-${index}`,
      key,
      scan,
      createdAt,
      severity,
      fix: fixOf(view, scan, index),
    };
  });
}

/** Sessions of the next day in the same repository fix findings. */
function fixOf(view: View, { orgId, day, repository }: Scan, index: number): ScanFinding['fix'] {
  const fixes = sessionsAfter(view, orgId, day).filter(
    (session) => repositoryOf(session) === repository && session.createdAt <= view.now,
  );
  const session = fixes[index];
  const pullRequest = session?.pullRequests.find(({ takenOver }) => !takenOver);
  return session && pullRequest ? { session, pullRequest } : null;
}

/** The sessions of an organization on the day after that have a pull request of their own, whether or not it is over. */
function sessionsAfter(view: View, orgId: string, day: number): Session[] {
  return view.once(`sessions after scans ${orgId} ${day}`, () =>
    workOn(view.world, day + 1, { actors: null, orgIds: new Set([orgId]) }, Infinity).filter(
      ({ pullRequests }) => pullRequests.some(({ takenOver }) => !takenOver),
    ),
  );
}

/** The state of the pull request that fixes a finding; null while there is none. */
export function fixState({ fix }: ScanFinding, now: number): 'open' | 'merged' | 'closed' | null {
  return fix === null || fix.pullRequest.createdAt > now ? null : stateOf(fix.pullRequest, now);
}

/** `open` until somebody dismisses it or its pull request is merged. */
export function statusOf(finding: ScanFinding, now: number): string {
  if (fixState(finding, now) === 'merged') return 'resolved';
  return fraction(finding.key, 0, 5) < 0.1 ? 'dismissed' : 'open';
}

/** A scan as Devin sends it. */
export function describeScan(
  { key, id, orgId, createdAt, repository }: Scan,
  now: number,
): Record<string, unknown> {
  const isDone = now >= createdAt + 7_200;
  return {
    scan_id: id,
    org_id: orgId,
    repo_name: repository,
    host: fraction(key, 0, 6) < 0.1 ? null : gitHost,
    status: isDone ? pick(['completed', 'completed', 'failed'], fraction(key, 0, 7)) : 'running',
    profile: fraction(key, 0, 8) < 0.5 ? { profile_id: 'profile-1', name: 'Weekly' } : null,
    created_at: createdAt,
  };
}

/** A finding as Devin sends it. */
export function describeFinding(finding: ScanFinding, { now, switches }: View): Record<string, unknown> {
  const { id, key, scan, createdAt, severity, fix } = finding;
  const state = fixState(finding, now);
  const hasNote = fraction(key, 0, 9) < 0.2;
  return {
    finding_id: id,
    scan_id: scan.id,
    repo_name: scan.repository,
    severity,
    status: statusOf(finding, now),
    category: hasNote ? null : 'sql-injection',
    title: 'A query holds text of a form',
    description: 'The text is not escaped.',
    recommendation: 'Use parameters.',
    note: hasNote ? 'We know, and it is being fixed.' : null,
    code_owners: ['@aurora/platform'],
    reference_snippets: [
      {
        ...{ file_path: 'src/query.ts', start_line: 10, end_line: 12, commentary: 'Here.' },
        code: 'A line of code that no record may hold',
      },
    ],
    ...(hasNote && { related_finding_ids: [id] }),
    orchestrator_session_id: fix === null ? null : sessionId(fix.session, switches),
    session_id: fix === null ? null : sessionId(fix.session, switches),
    pr_url: fix === null || state === null ? null : pullRequestUrl(fix.session, fix.pullRequest),
    created_at: createdAt,
  };
}

/** Counts of scans by Devin's names, with their findings and pull requests as they are now. */
export function countScans(view: View, scans: readonly Scan[]): Record<string, number | null> {
  const { now } = view;
  const findings = scans.flatMap((scan) => findingsOf(view, scan));
  const fixes = findings.flatMap((finding) => {
    const state = fixState(finding, now);
    return finding.fix && state ? [{ ...finding.fix.pullRequest, state }] : [];
  });
  const inState = (state: string): typeof fixes => fixes.filter((fix) => fix.state === state);
  const open = findings.filter((finding) => statusOf(finding, now) === 'open');
  return {
    scans_count: scans.length,
    repos_scanned_count: new Set(scans.map(({ repository }) => repository)).size,
    prs_created_count: fixes.length,
    prs_open_count: inState('open').length,
    prs_merged_count: inState('merged').length,
    prs_closed_count: inState('closed').length,
    avg_pr_time_to_merge_seconds: mean(inState('merged').map((fix) => fix.resolvedAt - fix.createdAt)),
    avg_pr_open_duration_seconds: mean(inState('open').map((fix) => now - fix.createdAt)),
    ...Object.fromEntries(
      severities.map((severity) => [
        `open_${severity}_findings_count`,
        open.filter((finding) => finding.severity === severity).length,
      ]),
    ),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
