import { secondsPerDay } from './billing-days';
import { messagesOf } from './messages';
import { automationId } from './organization-lists';
import { between, fraction, pick } from './random';
import { unitsOfSession } from './session-use';
import { pullRequestUrl, repositoryOf } from './repositories';
import { stateOf } from './session-pull-requests';
import type { Session } from './sessions';
import type { Switches } from './switches';

export type SessionSize = 'xs' | 's' | 'm' | 'l' | 'xl';

const origins = [
  'webapp',
  'slack',
  'api',
  'linear',
  'jira',
  'teams',
  'automation',
  'desktop',
  'code_scan',
  'cli',
];
const subjects = [
  'flaky test',
  'slow query',
  'upgrade',
  'missing translation',
  'release notes',
  'broken link',
];
const categories: readonly [category: string, subcategories: readonly string[]][] = [
  ['bug_fixing', ['frontend_bug', 'backend_bug']],
  ['feature_development', ['new_endpoint', 'user_interface']],
  ['unit_test_generation', ['coverage']],
  ['migrations_and_upgrades', ['framework_upgrade', 'language_upgrade']],
  ['other', []],
];

/** ACUs consumed until `now`, with at most 4 decimals. */
export function acusOf(session: Session, now: number): number {
  const share = (now - session.createdAt) / (session.endedAt - session.createdAt);
  return Math.floor(unitsOfSession(session) * Math.min(1, Math.max(0, share))) / 10_000;
}

export function sizeOf(session: Session): SessionSize {
  const units = unitsOfSession(session);
  if (units < 5_000) return 'xs';
  if (units < 15_000) return 's';
  if (units < 35_000) return 'm';
  return units < 60_000 ? 'l' : 'xl';
}

export function originOf(session: Session): string {
  return pick(origins, fraction(session.key, 0, 21));
}

export function playbookOf(session: Session): string | null {
  return fraction(session.key, 0, 22) < 0.2
    ? `playbook-${between(1, 3, fraction(session.key, 0, 23))}`
    : null;
}

/** Whether the session began from a search. */
export function hasSearch(session: Session): boolean {
  return fraction(session.key, 0, 24) < 0.3;
}

/** Category and subcategory; the latter null where the category has none. */
export function categoryOf(session: Session): { category: string; subcategory: string | null } {
  const [category, subcategories] = pick(categories, fraction(session.key, 0, 25));
  return {
    category,
    subcategory: subcategories.length > 0 ? pick(subcategories, fraction(session.key, 0, 26)) : null,
  };
}

/** Whether any of its pull requests is merged at `now`. */
export function hasMerged(session: Session, now: number): boolean {
  return session.pullRequests.some((pullRequest) => stateOf(pullRequest, now) === 'merged');
}

/** What it takes to describe a session: the instant (Unix seconds), and the forms that its fields have. */
export interface DescribedAt {
  now: number;
  switches: Switches;
}

/** The id without any prefix. */
export function bareId(session: Session): string {
  return `${session.key.toString(16).padStart(8, '0')}${session.createdAt.toString(16)}`;
}

export const idPrefix = 'devin-';

/** The id as lists have it. */
export function sessionId(session: Session, switches: Switches): string {
  return switches.sessionIds === 'prefixed' ? `${idPrefix}${bareId(session)}` : bareId(session);
}

function archivedAt(session: Session): number {
  return fraction(session.key, 0, 27) < 0.1 ? session.endedAt + 20 * secondsPerDay : Infinity;
}

/** When the session last changed, as of `now`. */
export function updatedAt(session: Session, now: number): number {
  const changes = session.pullRequests.flatMap(({ createdAt, resolvedAt }) => [createdAt, resolvedAt]);
  const messages = now < session.endedAt ? messagesOf(session, now).map(({ created_at: at }) => at) : [];
  const past = [session.endedAt, archivedAt(session), ...changes].filter((seconds) => seconds <= now);
  return Math.max(session.createdAt, ...messages, ...past);
}

/** A session as Devin documents it, at an instant. */
export function describeSession(session: Session, { now, switches }: DescribedAt): Record<string, unknown> {
  const { key, actor, orgId, createdAt } = session;
  const id = sessionId(session, switches);
  const repository = repositoryOf(session);
  const isServiceUser = actor.id.startsWith('service-user-');
  return {
    session_id: id,
    org_id: orgId,
    url: `https://devin.example.com/sessions/${bareId(session)}`,
    ...statusOf(session, now),
    title: fraction(key, 0, 29) < 0.1 ? null : `${pick(subjects, fraction(key, 0, 30))} in ${repository}`,
    tags: fraction(key, 0, 31) < 0.3 ? [pick(['urgent', 'chore', 'customer'], fraction(key, 0, 32))] : [],
    user_id: isServiceUser ? null : actor.id,
    service_user_id: isServiceUser ? actor.id : null,
    playbook_id: playbookOf(session),
    created_at: createdAt,
    updated_at: updatedAt(session, now),
    acus_consumed: acusOf(session, now),
    pull_requests: session.pullRequests
      .filter((pullRequest) => pullRequest.createdAt <= now)
      .map((pullRequest) => ({
        pr_url: pullRequestUrl(session, pullRequest),
        pr_state: stateOf(pullRequest, now),
      })),
    origin: originOf(session),
    ...categoryOf(session),
    is_archived: archivedAt(session) <= now,
    parent_session_id: null,
    child_session_ids: null,
    structured_output: null,
    automation_id: originOf(session) === 'automation' ? automationId(orgId, key) : null,
    devin_mode: pick(['normal', 'fast', 'lite'], fraction(key, 0, 37)),
    repo_names: [repository],
  };
}

function statusOf(session: Session, now: number): { status: string; status_detail: string } {
  if (now < session.endedAt) return { status: 'running', status_detail: 'working' };
  const share = fraction(session.key, 0, 33);
  if (share < 0.7) return { status: 'exit', status_detail: 'finished' };
  if (share < 0.9) return { status: 'suspended', status_detail: 'inactivity' };
  return { status: 'error', status_detail: 'error' };
}

/** A session with insights as Devin documents it; `analysis` is null until it is generated. */
export function describeInsights(session: Session, at: DescribedAt): Record<string, unknown> {
  const { key } = session;
  const { now } = at;
  const analysed = now >= session.endedAt && fraction(key, 0, 34) < 0.4;
  const { category } = categoryOf(session);
  const messages = messagesOf(session, now);
  return {
    ...describeSession(session, at),
    num_user_messages: messages.filter(({ source }) => source === 'user').length,
    num_devin_messages: messages.filter(({ source }) => source === 'devin').length,
    session_size: sizeOf(session),
    analysis: analysed ? analysisOf(category) : null,
  };
}

function analysisOf(category: string): Record<string, unknown> {
  return {
    action_items: [
      { action_item: 'Say which command runs the tests', issue_id: 'issue-1', type: 'repo_config' },
    ],
    classification: {
      category,
      confidence: 0.75,
      programming_languages: ['TypeScript'],
      tools_and_frameworks: ['jest'],
    },
    issues: [{ id: 'issue-1', issue: 'Tests were not found', label: 'setup', impact: 'medium' }],
    note_usage: null,
    suggested_prompt: null,
    timeline: [{ title: 'Started', description: 'Read the repository', color: 'green', issue_id: null }],
  };
}
