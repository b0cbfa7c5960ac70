import VError from 'verror';
import { array, nullableString, object, string } from '../devin/answer';
import { isOutcome } from '../devin/errors';
import { heldPages } from '../devin/held-list';
import type { ReadContext } from '../sync/define';
import { confirmedRoster, type Roster } from '../sync/roster';
import { rosterStream, type Person } from '../sync/roster-stream';
import { roleAssignment, type RoleAssignment } from './idp_groups';

/** A role that comes with an identity-provider group. */
interface IdpRoleAssignment extends RoleAssignment {
  idp_group_name: string;
}

export interface MembersRecord {
  /** Devin's id of the person, such as `email|…` or `okta|…|…`. */
  user_id: string;
  email: string | null;
  name: string | null;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /** False once the person has left; that row keeps the last known e-mail and name, and no roles. */
  is_member: boolean;
  role_assignments: RoleAssignment[];
  idp_role_assignments: IdpRoleAssignment[];
  /**
   * When this version of the member was first seen.
   * @format date-time
   */
  updated_at: string;
}

type Member = Person<MembersRecord>;

const permission = {
  enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' },
  organization: { name: 'ViewOrgMembership' },
};

export const members = rosterStream<MembersRecord>({
  name: 'members',
  description: 'Everybody with a direct role and everybody who comes through an identity-provider group.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['user_id'],
  permission,
  endpoint: '/members/users, /members/idp-users',
  probes: (scope) => [
    { paths: scope.memberPaths('users'), query: { first: 1 }, permission },
    { paths: scope.memberPaths('idp-users'), query: { first: 1 }, permission, mayBeAbsent: true },
  ],
  roster: readMembers,
  leaver: (context, userId, [, email, name]) => ({
    user_id: userId,
    email,
    name,
    org_id: context.scope.orgId,
    role_assignments: [],
    idp_role_assignments: [],
  }),
});

/** Everybody who is a member now, by user id; `known` are those whom an earlier sync has seen. */
export async function readMembers(context: ReadContext, known: readonly string[]): Promise<Roster<Member>> {
  const read = () => readBothLists(context).catch(asMembersError);
  const roster = await confirmedRoster(context, 'members', read, known);
  if (roster.subjects.size > 0) return roster;
  const info = { code: 'no_resources', failureType: 'config_error' };
  throw new VError(
    { info },
    'No member is visible to the API key: check that it belongs to the right account.',
  );
}

/** Another stream that needs the members says so, and that it is their permission which is missing. */
function asMembersError(error: unknown): never {
  throw new VError({ cause: error as Error, info: { permission } }, 'The members cannot be listed');
}

async function readBothLists(context: ReadContext): Promise<Roster<Member>> {
  const [direct, throughGroups] = await Promise.all([
    readList(context, 'users'),
    readList(context, 'idp-users'),
  ]);
  const subjects = new Map<string, Member>();
  for (const item of [...(direct ?? []), ...(throughGroups ?? [])]) {
    const member = asMember(item, context.scope.orgId);
    subjects.set(member.user_id, merged(subjects.get(member.user_id), member));
  }
  return { subjects, isPartial: throughGroups === undefined };
}

/** A whole list. A path that is answered 404 gives way to the next; undefined where no path has a list of group members. */
async function readList(context: ReadContext, list: 'users' | 'idp-users'): Promise<unknown[] | undefined> {
  const read: unknown[][] = [];
  let absent: unknown;
  for (const path of context.scope.memberPaths(list)) {
    try {
      for await (const page of heldPages(context.client.pages(path))) read.push(page);
      return read.flat();
    } catch (error) {
      if (!isOutcome(error, 'not_found') || read.length > 0) throw error;
      absent = error;
    }
  }
  if (list === 'idp-users') return undefined;
  throw absent;
}

/** One member of two entries: lists overlap, and a page may repeat what moved to it. */
function merged(one: Member | undefined, other: Member): Member {
  if (one === undefined) return other;
  return {
    ...one,
    email: one.email ?? other.email,
    name: one.name ?? other.name,
    role_assignments: distinct([...one.role_assignments, ...other.role_assignments]),
    idp_role_assignments: distinct([...one.idp_role_assignments, ...other.idp_role_assignments]),
  };
}

function asMember(item: unknown, orgId: string | null): Member {
  const person = object(item, 'a member');
  return {
    user_id: string(person, 'user_id'),
    email: nullableString(person, 'email'),
    name: nullableString(person, 'name'),
    org_id: orgId,
    role_assignments: distinct(listOf(person, 'role_assignments').map(roleAssignment)),
    idp_role_assignments: distinct(
      listOf(person, 'idp_role_assignments').map((assignment) => ({
        idp_group_name: string(assignment, 'idp_group_name'),
        ...roleAssignment(assignment),
      })),
    ),
  };
}

function listOf(person: Record<string, unknown>, field: string): Record<string, unknown>[] {
  return array(person[field] ?? [], field).map((item) => object(item, field));
}

/** Each once. */
function distinct<Assignment>(assignments: Assignment[]): Assignment[] {
  return [...new Map(assignments.map((assignment) => [JSON.stringify(assignment), assignment])).values()];
}
