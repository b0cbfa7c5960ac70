import { isoOf, secondsPerDay, startOf } from './billing-days';
import type { PullRequest } from './session-pull-requests';
import type { Session } from './sessions';
import { fraction, pick } from './random';
import type { World } from './world';

/** The names of all repositories. */
const names = ['checkout', 'catalogue', 'ledger', 'warehouse-loader', 'mobile app'];

export const gitHost = 'git.example.com';

/** The repository that a session works in. */
export function repositoryOf(session: Session): string {
  return repositoryAt(fraction(session.key, 0, 28));
}

/** The name of a repository at a share (0 to 1) of all. */
export function repositoryAt(share: number): string {
  return pick(names, share);
}

/** The address of a pull request of a session. */
export function pullRequestUrl(session: Session, { number }: PullRequest): string {
  return `https://${gitHost}/${encodeURIComponent(repositoryOf(session))}/pull/${number}`;
}

/** A Git connection as Devin sends it. */
export interface GitConnection {
  git_connection_id: string;
  git_provider_type: string;
  name: string | null;
  host: string;
  created_at: number;
}

/** The connections of the enterprise. */
export function gitConnections({ firstDay }: World): GitConnection[] {
  return [
    { git_connection_id: 'connection-1', git_provider_type: 'github_app', name: 'Aurora' },
    { git_connection_id: 'connection-2', git_provider_type: 'gitlab_oauth', name: null },
  ].map((connection, index) => ({
    ...connection,
    host: gitHost,
    created_at: startOf(firstDay) + index * secondsPerDay,
  }));
}

/** A repository that an organization can reach, as Devin sends it. */
export interface Repository {
  provider_repository_id: string;
  git_connection_id: string;
  git_connection_host: string;
  [field: string]: unknown;
}

/** The repositories of every organization: sessions of each work in all of them. */
export function repositories(world: World): Repository[] {
  const since = startOf(world.firstDay);
  return names.map((name, index) => ({
    provider_repository_id: String(1_000 + index),
    git_connection_id: index < 3 ? 'connection-1' : 'connection-2',
    git_connection_host: gitHost,
    repo_name: name,
    repo_path: `aurora/${encodeURIComponent(name)}`,
    repo_description: index === 0 ? 'Where people pay' : null,
    repo_language: index === 4 ? null : 'TypeScript',
    last_updated_at: index === 3 ? null : since + index * secondsPerDay,
    indexing_status: index === 2 ? null : indexing(name, since),
  }));
}

function indexing(name: string, since: number): unknown {
  const job = { job_id: `job-${name}`, branch_name: 'main', commit: isoOf(since), status: 'completed' };
  const done = { ...job, created_at: since };
  return {
    indexing_enabled: true,
    latest_completed_search_index_job: done,
    latest_completed_wiki_index_job: null,
    latest_indexes: [done],
  };
}
