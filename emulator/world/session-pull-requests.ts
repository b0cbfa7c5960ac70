import { organizationsAt } from './activity';
import { dayOf, secondsPerDay, startOf } from './billing-days';
import type { Actor } from './people';
import { between, fraction, hash } from './random';

/** A pull request; instants are Unix seconds, `resolvedAt` is Infinity for one that stays open. */
export interface PullRequest {
  number: number;
  createdAt: number;
  resolvedAt: number;
  /** How it is resolved: merged, or closed without. */
  merged: boolean;
  /** Not created by Devin, which only pushed to it. */
  takenOver: boolean;
}

/** The day of a pull request: that of its session, one of the three after it, or one that the session says nothing about. */
export type PullRequestDays = 'same-day' | 'within-3-days' | 'a-week-later';

/** Which pull requests there are, apart from the people. */
export interface PullRequestSwitches {
  pullRequestDays: PullRequestDays;
  pullRequestsWithoutSession: boolean;
}

/** How many days after its session a pull request may be created. */
export const daysAfterSession: Readonly<Record<PullRequestDays, readonly number[]>> = {
  'same-day': [0],
  'within-3-days': [0, 1, 2, 3],
  'a-week-later': [7, 8],
};

/** The pull requests of a session. */
export function pullRequestsOf(
  key: number,
  sessionCreatedAt: number,
  pullRequestDays: PullRequestDays,
): PullRequest[] {
  const share = fraction(key, 0, 3);
  const count = share < 0.42 ? 0 : share < 0.92 ? 1 : 2;
  const left = startOf(dayOf(sessionCreatedAt) + 1) - 1 - sessionCreatedAt;
  return Array.from({ length: count }, (_, index) => {
    const pullKey = hash(key, index, 4);
    const after = secondsAfterSession(pullRequestDays, fraction(pullKey, 0, 5), left);
    return pullRequestAt(pullKey, insideDay(sessionCreatedAt + after));
  });
}

/** How long after its session a pull request is created; `left` are the seconds until the end of the session's day. */
function secondsAfterSession(pullRequestDays: PullRequestDays, share: number, left: number): number {
  if (pullRequestDays === 'within-3-days') return Math.floor(share ** 2 * 3 * secondsPerDay);
  if (pullRequestDays === 'a-week-later') return Math.floor((7 + share) * secondsPerDay);
  return Math.floor(share * left);
}

function pullRequestAt(pullKey: number, createdAt: number): PullRequest {
  const fate = fraction(pullKey, 0, 6);
  return {
    number: 1 + (pullKey % 9_000),
    createdAt,
    resolvedAt: fate < 0.12 ? Infinity : createdAt + timeToResolve(pullKey),
    merged: fate < 0.85,
    takenOver: fraction(pullKey, 0, 7) < 0.12,
  };
}

/** The instant, or the nearest one that is not the first or last second of its billing day. */
function insideDay(seconds: number): number {
  const first = startOf(dayOf(seconds));
  return Math.min(Math.max(seconds, first + 1), first + secondsPerDay - 2);
}

function timeToResolve(pullKey: number): number {
  const slow = fraction(pullKey, 0, 8) < 0.15;
  const days = slow ? 3 + 57 * fraction(pullKey, 0, 9) : 4 * fraction(pullKey, 0, 9) ** 2;
  return 600 + Math.floor(days * secondsPerDay);
}

/** A pull request of the actor that no session has, if there is one on a day, and its organization. */
export function pullRequestWithoutSession(
  actor: Actor,
  day: number,
): { orgId: string; pullRequest: PullRequest } | null {
  if (actor.intensity === 0 || fraction(actor.key, day, 80) >= 0.02) return null;
  const createdAt = startOf(day) + between(60, 86_000, fraction(actor.key, day, 81));
  const [orgId] = organizationsAt(actor, createdAt);
  if (orgId === undefined) return null;
  return { orgId, pullRequest: pullRequestAt(hash(actor.key, day, 82), createdAt) };
}

/** The state of a pull request at an instant (Unix seconds), at or after its creation. */
export function stateOf(pullRequest: PullRequest, now: number): 'open' | 'merged' | 'closed' {
  if (pullRequest.resolvedAt > now) return 'open';
  return pullRequest.merged ? 'merged' : 'closed';
}
