import { stateOf, type PullRequest } from './session-pull-requests';
import { happened, pullRequestsOn, type Until, type WorkFilter } from './work';
import type { World } from './world';

/** Pull requests created in a window, by their state at the time of the count. */
export interface PullRequestCounts {
  created: number;
  open: number;
  merged: number;
  closed: number;
  takenOver: number;
  takenOverOpen: number;
  takenOverMerged: number;
  takenOverClosed: number;
}

export function noPullRequests(): PullRequestCounts {
  return {
    created: 0,
    open: 0,
    merged: 0,
    closed: 0,
    takenOver: 0,
    takenOverOpen: 0,
    takenOverMerged: 0,
    takenOverClosed: 0,
  };
}

function count(counts: PullRequestCounts, pullRequest: PullRequest, now: number): void {
  const state = stateOf(pullRequest, now);
  if (pullRequest.takenOver) {
    counts.takenOver += 1;
    if (state === 'open') counts.takenOverOpen += 1;
    else if (state === 'merged') counts.takenOverMerged += 1;
    else counts.takenOverClosed += 1;
    return;
  }
  counts.created += 1;
  counts[state] += 1;
}

/** Adds all of `more` to `counts`. */
export function addCounts(counts: PullRequestCounts, more: PullRequestCounts): void {
  for (const name of Object.keys(counts) as (keyof PullRequestCounts)[]) counts[name] += more[name];
}

/** Counts the pull requests created on a day, by their state at `until.now`. */
export function countDay(world: World, day: number, filter: WorkFilter, until: Until): PullRequestCounts {
  const counts = noPullRequests();
  for (const pullRequest of pullRequestsOn(world, day, filter, until.now)) {
    if (happened(pullRequest.createdAt, until)) count(counts, pullRequest, until.now);
  }
  return counts;
}

/** The counts by Devin's names. */
export function namedCounts(counts: PullRequestCounts): Record<string, number> {
  return {
    prs_created_count: counts.created,
    prs_opened_count: counts.open,
    prs_merged_count: counts.merged,
    prs_closed_count: counts.closed,
    prs_taken_over_count: counts.takenOver,
    prs_taken_over_opened_count: counts.takenOverOpen,
    prs_taken_over_merged_count: counts.takenOverMerged,
    prs_taken_over_closed_count: counts.takenOverClosed,
  };
}
