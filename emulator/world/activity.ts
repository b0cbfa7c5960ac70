import { startOf, weekdayOf } from './billing-days';
import { rolesAt, type Actor } from './people';
import { fraction } from './random';

const noon = 43_200;

/** Whether the actor holds any role at an instant (Unix seconds). */
export function isMemberAt(actor: Actor, seconds: number): boolean {
  const covers = (span: { from: number; to: number }): boolean => span.from <= seconds && seconds < span.to;
  return actor.direct.some(covers) || actor.idp.some(covers);
}

/** Ids of the organizations in which the actor holds a role at an instant (Unix seconds). */
export function organizationsAt(actor: Actor, seconds: number): string[] {
  const ids: string[] = [];
  for (const { org_id: id } of [...rolesAt(actor.direct, seconds), ...rolesAt(actor.idp, seconds)]) {
    if (id !== null && !ids.includes(id)) ids.push(id);
  }
  return ids;
}

/** Whether the actor holds a role in the organization, or (null) anywhere, at an instant (Unix seconds). */
export function isMemberOf(actor: Actor, orgId: string | null, seconds: number): boolean {
  return orgId === null ? isMemberAt(actor, seconds) : organizationsAt(actor, seconds).includes(orgId);
}

/** Whether the actor ever held a role in the organization, up to an instant (Unix seconds). */
export function wasEverIn(actor: Actor, orgId: string | null, seconds: number): boolean {
  const spans = [...actor.direct, ...actor.idp].filter((span) => span.from <= seconds);
  return spans.some((span) => orgId === null || span.roles.some((role) => role.org_id === orgId));
}

export interface Activity {
  /** Above 0; 1 is an ordinary day. */
  level: number;
  /** The organization of all the day's work; null for a person in no organization. */
  orgId: string | null;
}

/** What the actor does on a day; null if nothing. Weekends are quiet, and no one works before joining. */
export function activityOn(actor: Actor, day: number): Activity | null {
  if (actor.intensity === 0) return null;
  if (actor.quiet && actor.quiet.from <= day && day <= actor.quiet.to) return null;
  if (fraction(actor.key, day, 30) >= (actor.chanceOfUse ?? chanceByWeekday(day))) return null;
  const seconds = startOf(day) + noon;
  if (!isMemberAt(actor, seconds)) return null;
  const orgIds = organizationsAt(actor, seconds);
  const orgId = orgIds[Math.floor(fraction(actor.key, day, 31) * orgIds.length)] ?? null;
  return { level: actor.intensity * (0.25 + 1.5 * fraction(actor.key, day, 32)), orgId };
}

function chanceByWeekday(day: number): number {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6 ? 0.12 : 0.78;
}
