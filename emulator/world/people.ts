import { secondsPerDay } from './billing-days';
import { between, fraction, hash, pick } from './random';

export interface Role {
  role_id: string;
  role_name: string;
  role_type: 'enterprise' | 'org';
}

export interface RoleAssignment {
  role: Role;
  org_id: string | null;
}

export interface IdpRoleAssignment extends RoleAssignment {
  idp_group_name: string;
}

/** Roles held from `from` until just before `to`, both Unix seconds; `to` may be Infinity. */
export interface Span<Assignment> {
  from: number;
  to: number;
  roles: Assignment[];
}

/** A person or a service user, who can spend ACUs. All randomness about them comes from `key`. */
export interface Actor {
  key: number;
  id: string;
  /** 0: never uses Devin; 1: an ordinary amount. */
  intensity: number;
  /** The chance of any use on a day; a week's rhythm where it is left out. */
  chanceOfUse?: number;
  /** Days without any use, first and last included. */
  quiet: { from: number; to: number } | null;
  direct: Span<RoleAssignment>[];
  /** Roles through identity-provider groups; always empty for a service user. */
  idp: Span<IdpRoleAssignment>[];
}

/** An invented person; whether they are a member is a question of time, answered by `direct` and `idp`. */
export interface Person extends Actor {
  email: string | null;
  name: string | null;
}

/** An invented service user; `createdAt`, `expiresAt` and `deletedAt` are Unix seconds. */
export interface ServiceUser extends Actor {
  name: string;
  createdAt: number;
  expiresAt: number | null;
  deletedAt: number | null;
}

const enterpriseAdmin: Role = {
  role_id: 'role-enterprise-admin',
  role_name: 'Enterprise admin',
  role_type: 'enterprise',
};
const organizationAdmin: Role = { role_id: 'role-org-admin', role_name: 'Admin', role_type: 'org' };
const organizationMember: Role = { role_id: 'role-org-member', role_name: 'Member', role_type: 'org' };

/** Every role of the enterprise. */
export const roles: readonly Role[] = [enterpriseAdmin, organizationAdmin, organizationMember];

const firstNames = [
  'Ada',
  'Bela',
  'Chidi',
  'Dunja',
  'Emeka',
  'Farah',
  'Goran',
  'Hana',
  'Ines',
  'Jonas',
].concat(
  ['Kaoru', 'Lena', 'Mateo', 'Noor', 'Olga', 'Priya', 'Quentin', 'Rosa', 'Samir', 'Tuva'],
  ['Ulla', 'Viktor', 'Wanda', 'Ximena', 'Yusuf', 'Zofia'],
);
const lastNames = ['Almeida', 'Brandt', 'Castillo', 'Dvořák', 'Eriksen', 'Fontaine', 'Grün', 'Haddad'].concat(
  ['Ivanova', 'Jansen', 'Kowalski', 'Lindqvist', 'Moreau', 'Nakamura', 'Okafor', 'Petrov', 'Quiroga'],
  ['Rossi', 'Schäfer', 'Tanaka', 'Uddin', 'Varga', 'Weiss', 'Xanthos', 'Yilmaz', 'Zhang'],
);

/** What a person needs to know of the world they are born into. */
export interface Surroundings {
  seed: number;
  /** Unix seconds at which the world's story is anchored: past stories lie before, coming ones after. */
  anchor: number;
  firstDay: number;
  days: number;
  organizationIds: readonly string[];
}

/** Assignments of a member of an organization who came directly. */
export function direct(orgId: string, admin = false): RoleAssignment[] {
  return [{ role: admin ? organizationAdmin : organizationMember, org_id: orgId }];
}

/** Assignments of a member of an organization who came through an identity-provider group. */
export function throughGroup(orgId: string, groupName = 'engineering'): IdpRoleAssignment[] {
  return [{ idp_group_name: groupName, role: organizationMember, org_id: orgId }];
}

/** Assignments of an administrator of the whole enterprise. */
export function enterpriseRoles(): RoleAssignment[] {
  return [{ role: enterpriseAdmin, org_id: null }];
}

/** The person number `index`, before any story changes it: a member since some day until now. */
export function makePerson(index: number, around: Surroundings): Person {
  const key = hash(around.seed, index, 1);
  const first = pick(firstNames, fraction(key, 0, 2));
  const last = pick(lastNames, fraction(key, 0, 3));
  const orgId = pick(around.organizationIds, fraction(key, 0, 4));
  const joinShare = fraction(key, 0, 5);
  const joinedDaysBefore = joinShare < 0.6 ? around.days + 1 : between(30, around.days, fraction(key, 0, 6));
  const span = { from: around.anchor - joinedDaysBefore * secondsPerDay, to: Infinity };
  const entrance = fraction(key, 0, 7);
  return {
    key,
    id: userId(index, key),
    email: emailOf(first, last, index),
    name: `${first} ${last}`,
    intensity: fraction(key, 0, 8) < 0.1 ? 0 : 0.2 + 2.4 * fraction(key, 0, 9) ** 2,
    quiet: quietTime(key, around),
    direct: entrance < 0.7 ? [{ ...span, roles: direct(orgId) }] : [],
    idp: entrance >= 0.55 ? [{ ...span, roles: throughGroup(orgId) }] : [],
  };
}

function userId(index: number, key: number): string {
  const code = key.toString(16).padStart(8, '0') + index.toString(36);
  const kinds = [`email|${code}`, `okta|Aurora|${code}`, `user_${code}`, `google-oauth2|${code}`];
  return kinds[index % kinds.length] ?? code;
}

function emailOf(first: string, last: string, index: number): string {
  const plain = `${first}.${last}`.normalize('NFD').replace(/[^\w.]/gu, '');
  return `${plain.toLowerCase()}.${index}@example.com`;
}

function quietTime(key: number, around: Surroundings): Actor['quiet'] {
  if (fraction(key, 0, 10) > 0.15) return null;
  const from = around.firstDay + between(0, around.days, fraction(key, 0, 11));
  return { from, to: from + between(30, 150, fraction(key, 0, 12)) };
}

/** Roles held at an instant (Unix seconds), in the order of the spans. */
export function rolesAt<Assignment>(spans: readonly Span<Assignment>[], seconds: number): Assignment[] {
  const now: Assignment[] = [];
  for (const span of spans) if (span.from <= seconds && seconds < span.to) now.push(...span.roles);
  return now;
}
