import type { Units } from './units';
import { dayOf, parseInstant, secondsPerDay, startOf } from './billing-days';
import { direct as memberOf, makePerson, type Person, type ServiceUser, type Surroundings } from './people';
import { hash } from './random';
import { tellStory } from './stories';
import type { PullRequestSwitches } from './session-pull-requests';

export interface WorldOptions {
  /** Two worlds with the same options are the same world. */
  seed: number;
  /** RFC 3339; people join and leave around this instant. */
  now: string;
  /** Days of history before `now`; default 420. */
  days?: number;
  /** People, including former and future members; default 40. */
  users?: number;
  /** `org-` in the documents, `org_` on some older accounts. */
  organizationIdPrefix?: string;
  /** Which share of the people ever use Devin, and on which share of the days; default: by a week's rhythm. */
  activity?: Activity;
  /** Last word on the invented people, before the world is used. */
  customize?: (people: Person[]) => void;
}

/** Shares, from 0 to 1. */
export interface Activity {
  users: number;
  days: number;
}

export interface Organization {
  org_id: string;
  name: string;
  created_at: number;
  updated_at: number;
  max_session_acu_limit: number | null;
  max_cycle_acu_limit: number | null;
}

/** An invented enterprise: every answer of Devin about it is a function of this and of an instant. */
export interface World {
  /** The switches that change what happened. They may change at any time. */
  switches: PullRequestSwitches;
  seed: number;
  anchor: number;
  /** The first day on which anything happened. */
  firstDay: number;
  organizations: Organization[];
  people: Person[];
  personById: Map<string, Person>;
  serviceUsers: ServiceUser[];
  serviceUserById: Map<string, ServiceUser>;
  /** Sums of final days. */
  settledSums: Map<string, Units>;
}

/** Builds the world; cheap, because consumption and pull requests are computed on demand. */
export function makeWorld(
  options: WorldOptions,
  switches: PullRequestSwitches = { pullRequestDays: 'same-day', pullRequestsWithoutSession: false },
): World {
  const anchor = parseInstant(options.now);
  const days = options.days ?? 420;
  const firstDay = dayOf(anchor) - days;
  const organizations = makeOrganizations(options, firstDay);
  const organizationIds = organizations.map((organization) => organization.org_id);
  const around: Surroundings = { seed: options.seed, anchor, firstDay, days, organizationIds };
  const people = Array.from({ length: options.users ?? 40 }, (_, index) => {
    const person = makePerson(index, around);
    tellStory(index, person, around);
    return person;
  });
  const serviceUsers = makeServiceUsers(around);
  if (options.activity) spread(people, serviceUsers, options.activity);
  options.customize?.(people);
  return {
    switches,
    seed: options.seed,
    anchor,
    firstDay,
    organizations,
    people,
    personById: new Map(people.map((person) => [person.id, person])),
    serviceUsers,
    serviceUserById: new Map(serviceUsers.map((serviceUser) => [serviceUser.id, serviceUser])),
    settledSums: new Map(),
  };
}

/** Makes only the first people active, on random days. */
function spread(people: readonly Person[], serviceUsers: readonly ServiceUser[], activity: Activity): void {
  people.forEach((person, index) => {
    person.intensity = index < activity.users * people.length ? 1 : 0;
    person.chanceOfUse = activity.days;
    person.quiet = null;
  });
  for (const serviceUser of serviceUsers) serviceUser.intensity = 0;
}

function makeOrganizations(options: WorldOptions, firstDay: number): Organization[] {
  const prefix = options.organizationIdPrefix ?? 'org-';
  const names = ['Payments', 'Web Shop', 'Data Platform'];
  return names.map((name, index) => ({
    org_id: `${prefix}${hash(options.seed, index, 20).toString(16).padStart(8, '0')}`,
    name,
    created_at: startOf(firstDay) + index * 3_600,
    updated_at: startOf(firstDay + 30 * index) + 3_600 * (index + 1),
    max_session_acu_limit: index === 0 ? 50 : null,
    max_cycle_acu_limit: index === 2 ? null : 2_000 * (index + 1),
  }));
}

function makeServiceUsers(around: Surroundings): ServiceUser[] {
  const { anchor, seed } = around;
  const at = (days: number): number => anchor + days * secondsPerDay;
  const lives: [
    name: string,
    org: number,
    expiresAt: number | null,
    deletedAt: number | null,
    intensity: number,
  ][] = [
    ['Analytics reader', 0, null, null, 0],
    ['CI Bot', 0, null, null, 2],
    ['Nightly Migrations', 1, at(2), null, 1.2],
    ['Release Bot', 2, at(-60), null, 1],
    ['Old Importer', 0, null, at(-200), 1],
  ];
  return lives.map(([name, org, expiresAt, deletedAt, intensity], index) => {
    const key = hash(seed, index, 21);
    const createdAt = at(-around.days + index);
    const to = Math.min(expiresAt ?? Infinity, deletedAt ?? Infinity);
    const id = `service-user-${key.toString(16).padStart(8, '0')}`;
    const direct = [{ from: createdAt, to, roles: memberOf(around.organizationIds[org] ?? '') }];
    return { key, id, name, createdAt, expiresAt, deletedAt, intensity, quiet: null, direct, idp: [] };
  });
}
