import { dayOf, startOf } from './billing-days';
import type { Actor } from './people';
import { sessionsOn, stateOf, type PullRequest } from './sessions';
import type { World } from './world';

/** Pull requests created in a window, by their state at the instant they are counted. */
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

/** Which work is asked for; null means all of it. */
export interface WorkFilter {
  actors: readonly Actor[] | null;
  orgIds: ReadonlySet<string> | null;
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

/** Adds one pull request, as seen at `now` (Unix seconds). */
export function count(counts: PullRequestCounts, pullRequest: PullRequest, now: number): void {
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

/** Counts one day's pull requests that exist at `now` and were created when `inside` says yes. */
export function countDay(
  world: World,
  day: number,
  filter: WorkFilter,
  at: { now: number; inside?: (seconds: number) => boolean },
): PullRequestCounts {
  const counts = noPullRequests();
  if (startOf(day) > at.now || day < world.firstDay) return counts;
  for (const actor of filter.actors ?? [...world.people, ...world.serviceUsers]) {
    for (const session of sessionsOn(actor, day)) {
      if (filter.orgIds && !filter.orgIds.has(session.orgId)) continue;
      for (const pullRequest of session.pullRequests) {
        if (pullRequest.createdAt > at.now || at.inside?.(pullRequest.createdAt) === false) continue;
        count(counts, pullRequest, at.now);
      }
    }
  }
  return counts;
}

/** The days that a window of Unix seconds touches, first and last. */
export function daysTouched(window: { after: number; before: number }): { first: number; last: number } {
  return { first: dayOf(window.after), last: dayOf(window.before) };
}
