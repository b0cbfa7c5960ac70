import { dayOf } from './billing-days';
import type { Person } from './people';
import type { Period } from './periods';
import { searchesOn, sessionsOn } from './sessions';

/** The work that makes a person active: a minimum of sessions or of searches. */
export interface Threshold {
  minSessions: number;
  minSearches: number;
  /** Null for work in any organization. */
  orgIds: ReadonlySet<string> | null;
}

/** How many people were active in each of the periods, by what happened at instants that are `inside`. */
export function countActive(
  people: readonly Person[],
  periods: readonly Period[],
  threshold: Threshold,
  inside: (seconds: number) => boolean,
): number[] {
  const active = periods.map(() => 0);
  for (const person of people) {
    periods.forEach((period, index) => {
      if (isActive(person, period, threshold, inside)) active[index] = (active[index] ?? 0) + 1;
    });
  }
  return active;
}

function isActive(
  person: Person,
  period: Period,
  { minSessions, minSearches, orgIds }: Threshold,
  inside: (seconds: number) => boolean,
): boolean {
  const counts = (seconds: number): boolean =>
    period.start <= seconds && seconds < period.end && inside(seconds);
  const wanted = (orgId: string): boolean => orgIds?.has(orgId) ?? true;
  let [sessions, searches] = [0, 0];
  const enough = (): boolean => sessions >= minSessions || searches >= minSearches;
  for (let day = dayOf(period.start); day <= dayOf(period.end - 1) && !enough(); day += 1) {
    sessions += sessionsOn(person, day).filter(
      ({ orgId, createdAt }) => wanted(orgId) && counts(createdAt),
    ).length;
    const found = searchesOn(person, day);
    if (found && wanted(found.orgId)) searches += found.instants.filter(counts).length;
  }
  return enough();
}
