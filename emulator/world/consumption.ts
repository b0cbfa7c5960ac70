import { activityOn } from './activity';
import { secondsPerDay, startOf } from './billing-days';
import type { Actor } from './people';
import { fraction, hash } from './random';
import { isAnyRunningOn } from './sessions';
import type { Units } from './units';
import type { World } from './world';

/** When consumption becomes visible: up to five days after its day has ended, or as it happens. */
export type Settle = 'late' | 'immediate';

export const unitsPerAcu = 10_000;

/** A day's consumption is final after this number of seconds from its start. */
const settledAfterSeconds = 6 * secondsPerDay;

/** Nothing used; a fresh object, to be added to. */
export function noUnits(): Units {
  return { devin: 0, cascade: 0, terminal: 0, review: 0 };
}

export function sumOf(units: Units): number {
  return units.devin + units.cascade + units.terminal + units.review;
}

/** What the actor's day comes to in the end, or null for a day without use, or without use in that organization. */
export function finalUnits(actor: Actor, day: number, orgId: string | null): Units | null {
  const activity = activityOn(actor, day);
  if (!activity || (orgId !== null && activity.orgId !== orgId)) return null;
  const { key } = actor;
  const acus = activity.level * (1 + 5 * fraction(key, day, 40));
  const product = (salt: number, chance: number, share: number): number =>
    fraction(key, day, salt) < chance
      ? Math.floor(acus * share * fraction(key, day, salt + 1) * unitsPerAcu)
      : 0;
  const devin = product(41, 0.95, 1) + 1;
  // What is counted for Devin is work of sessions.
  const ofSessions = isAnyRunningOn(actor, day);
  return {
    devin: ofSessions ? devin : 0,
    cascade: product(43, 0.5, 0.5) + (ofSessions ? 0 : devin),
    terminal: product(45, 0.3, 0.3),
    review: product(47, 0.4, 0.15),
  };
}

/** The share of a day's consumption that is visible at `now` (Unix seconds): never decreases, 1 once final. */
function visibleShare(actor: Actor, day: number, now: number, settle: Settle): number {
  const age = (now - startOf(day)) / secondsPerDay;
  if (age <= 0) return 0;
  if (settle === 'immediate') return Math.min(1, age);
  const settledAt = 4 + 2 * fraction(actor.key, day, 50);
  if (age >= settledAt) return 1;
  const nothingYet = fraction(actor.key, day, 51) < 0.15 && age < 2.5;
  if (nothingYet) return 0;
  const share = age < 1 ? 0.7 * age : 0.7 + (0.3 * (age - 1)) / (settledAt - 1);
  // Devin was observed to refresh about once an hour; between two refreshes a number stays the same.
  return Math.floor(share * 100) / 100;
}

/** What is visible at `now` of the actor's day; null if nothing is. */
export function visibleUnits(
  actor: Actor,
  day: number,
  orgId: string | null,
  at: { now: number; settle: Settle },
): Units | null {
  const units = finalUnits(actor, day, orgId);
  if (!units) return null;
  const share = visibleShare(actor, day, at.now, at.settle);
  if (share === 1) return units;
  if (share === 0) return null;
  for (const product of ['devin', 'cascade', 'terminal', 'review'] as const) {
    units[product] = Math.floor(units[product] * share);
  }
  return units;
}

/** ACUs of the enterprise without a user; none on days before the world starts. */
export function unattributedUnits(world: World, day: number): number {
  return day < world.firstDay ? 0 : hash(world.seed, day, 60) % (5 * unitsPerAcu);
}

/** Consumption of all people and service users, including former members, on a day as seen at `now`. */
export function summedUnits(
  world: World,
  day: number,
  orgId: string | null,
  at: { now: number; settle: Settle },
): Units {
  const settled = at.now - startOf(day) >= settledAfterSeconds;
  const name = `${day} ${orgId ?? ''}`;
  const known = settled ? world.settledSums.get(name) : undefined;
  if (known) return { ...known };
  const sum = noUnits();
  for (const actor of [...world.people, ...world.serviceUsers]) {
    const units = visibleUnits(actor, day, orgId, at);
    if (!units) continue;
    sum.devin += units.devin;
    sum.cascade += units.cascade;
    sum.terminal += units.terminal;
    sum.review += units.review;
  }
  if (settled) world.settledSums.set(name, { ...sum });
  return sum;
}
