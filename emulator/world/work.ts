import { dayOf, startOf } from './billing-days';
import type { Actor } from './people';
import { daysAfterSession, pullRequestWithoutSession, type PullRequest } from './session-pull-requests';
import { searchesOn, sessionsOn, type Session } from './sessions';
import type { World } from './world';

/** Which work is asked for; null means all of it. */
export interface WorkFilter {
  actors: readonly Actor[] | null;
  orgIds: ReadonlySet<string> | null;
}

/** Until when, and which instants count. */
export interface Until {
  /** Unix seconds; nothing later has happened yet. */
  now: number;
  /** Default: all. */
  inside?: (seconds: number) => boolean;
}

/** Whether something that happened then counts. */
export function happened(seconds: number, { now, inside }: Until): boolean {
  return seconds <= now && inside?.(seconds) !== false;
}

function actorsOf(world: World, filter: WorkFilter): readonly Actor[] {
  return filter.actors ?? [...world.people, ...world.serviceUsers];
}

function isBeyond(world: World, day: number, now: number): boolean {
  return startOf(day) > now || day < world.firstDay;
}

/** Sessions of a day, whether or not they have started by `now`; none on days that have not. */
export function workOn(world: World, day: number, filter: WorkFilter, now: number): Session[] {
  if (isBeyond(world, day, now)) return [];
  const sessions = actorsOf(world, filter).flatMap((actor) =>
    sessionsOn(actor, day, world.switches.pullRequestDays),
  );
  const { orgIds } = filter;
  return orgIds ? sessions.filter((session) => orgIds.has(session.orgId)) : sessions;
}

/** Pull requests that are created on a day, whether or not they are there by `now`. */
export function pullRequestsOn(world: World, day: number, filter: WorkFilter, now: number): PullRequest[] {
  const { pullRequestDays, pullRequestsWithoutSession: hasOthers } = world.switches;
  const ofSessions = daysAfterSession[pullRequestDays]
    .flatMap((days) => workOn(world, day - days, filter, now))
    .flatMap(({ pullRequests }) => pullRequests)
    .filter(({ createdAt }) => dayOf(createdAt) === day);
  if (!hasOthers || isBeyond(world, day, now)) return ofSessions;
  const others = actorsOf(world, filter)
    .map((actor) => pullRequestWithoutSession(actor, day))
    .filter((found) => found !== null)
    .filter(({ orgId }) => filter.orgIds?.has(orgId) ?? true);
  return [...ofSessions, ...others.map(({ pullRequest }) => pullRequest)];
}

/** How many searches of a day count. */
export function countSearches(world: World, day: number, filter: WorkFilter, until: Until): number {
  if (isBeyond(world, day, until.now)) return 0;
  let count = 0;
  for (const actor of filter.actors ?? world.people) {
    const searches = searchesOn(actor, day);
    if (!searches || filter.orgIds?.has(searches.orgId) === false) continue;
    count += searches.instants.filter((seconds) => happened(seconds, until)).length;
  }
  return count;
}
