import { activityOn, type Activity } from './activity';
import { secondsPerDay, startOf } from './billing-days';
import type { Actor } from './people';
import { between, fraction, hash } from './random';
import { pullRequestsOf, type PullRequest, type PullRequestDays } from './session-pull-requests';

/** A Devin session; everything about it that is not here is drawn from `key`. */
export interface Session {
  readonly key: number;
  readonly actor: Actor;
  readonly orgId: string;
  readonly createdAt: number;
  readonly endedAt: number;
  readonly pullRequests: readonly PullRequest[];
}

const longestRunDays = 3;
const longestRunSeconds = longestRunDays * secondsPerDay - 7_200;

/** A session no longer changes after this number of seconds. */
export const longestLifeSeconds = 80 * secondsPerDay;

/** What the sessions of an actor's day depend on, besides their key and the day. */
interface Ground {
  level: number;
  orgId: string;
  pullRequestDays: PullRequestDays;
}

const mostDays = 50_000;
let keptDays = 0;
/** Sessions that were made before, by actor and day, with the ground that they were made on. */
let kept = new WeakMap<Actor, Map<number, Ground & { sessions: readonly Session[] }>>();

/**
 * Sessions that the actor starts on a day, oldest first. Nothing starts on the first or last second of a billing day
 * or of a UTC day, so that it makes no difference whether bounds are inclusive.
 */
export function sessionsOn(
  actor: Actor,
  day: number,
  pullRequestDays: PullRequestDays = 'same-day',
): readonly Session[] {
  const activity = activityOn(actor, day);
  if (!activity || activity.orgId === null) return [];
  const { level, orgId } = activity;
  const known = kept.get(actor)?.get(day);
  if (known?.level === level && known.orgId === orgId && known.pullRequestDays === pullRequestDays)
    return known.sessions;
  const ground = { level, orgId, pullRequestDays };
  const sessions = makeSessions(actor, day, ground);
  keep(actor, day, { ...ground, sessions });
  return sessions;
}

/** Starts over when there is much, so that a large world does not fill the memory. */
function keep(actor: Actor, day: number, made: Ground & { sessions: readonly Session[] }): void {
  keptDays += 1;
  if (keptDays > mostDays) {
    kept = new WeakMap();
    keptDays = 1;
  }
  const days = kept.get(actor) ?? new Map<number, typeof made>();
  kept.set(actor, days.set(day, made));
}

function makeSessions(actor: Actor, day: number, ground: Ground): readonly Session[] {
  const { orgId, pullRequestDays } = ground;
  const sessions = Array.from({ length: countOn(actor, day, ground) }, (_, index): Session => {
    const key = hash(actor.key, day, 71 + index);
    const createdAt = notMidnight(startOf(day) + between(60, 86_000, fraction(key, 0, 1)));
    const endedAt = createdAt + lifeSeconds(key);
    const pullRequests = pullRequestsOf(key, createdAt, pullRequestDays);
    return { key, actor, orgId, createdAt, endedAt, pullRequests };
  });
  return sessions.sort((left, right) => left.createdAt - right.createdAt);
}

function countOn(actor: Actor, day: number, { level }: Pick<Activity, 'level'>): number {
  return Math.min(6, Math.floor(1.3 * level + fraction(actor.key, day, 70)));
}

// Most are short; some run for days.
function lifeSeconds(key: number): number {
  if (fraction(key, 0, 10) < 0.06) return between(6 * 3_600, longestRunSeconds, fraction(key, 0, 2));
  return between(120, 4 * 3_600, fraction(key, 0, 2) ** 2);
}

/** Sessions of the actor's organization of a day that ran on it, whenever they were created. */
export function runningOn(actor: Actor, day: number): Session[] {
  const activity = activityOn(actor, day);
  if (!activity || activity.orgId === null) return [];
  const days = Array.from({ length: longestRunDays + 1 }, (_, index) => day - index);
  return days
    .flatMap((each) => sessionsOn(actor, each))
    .filter(({ orgId, endedAt }) => orgId === activity.orgId && endedAt >= startOf(day));
}

/** Whether there is any such session. */
export function isAnyRunningOn(actor: Actor, day: number): boolean {
  const activity = activityOn(actor, day);
  if (!activity || activity.orgId === null) return false;
  return countOn(actor, day, activity) > 0 || runningOn(actor, day).length > 0;
}

function notMidnight(seconds: number): number {
  return seconds % secondsPerDay === 0 ? seconds + 1 : seconds;
}

/** Instants (Unix seconds) of the searches that the actor makes on a day, and the organization they are made in. */
export function searchesOn(actor: Actor, day: number): { orgId: string; instants: number[] } | null {
  const activity = activityOn(actor, day);
  if (!activity || activity.orgId === null) return null;
  const count = Math.min(8, Math.floor(2.5 * activity.level * fraction(actor.key, day, 60)));
  const instants = Array.from({ length: count }, (_, index) =>
    notMidnight(startOf(day) + between(60, 86_000, fraction(actor.key, day, 61 + index))),
  );
  return { orgId: activity.orgId, instants };
}
