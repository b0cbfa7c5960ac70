import VError from 'verror';
import { isOutcome } from '../devin/errors';
import { readHeldList } from '../devin/http/held-list';
import type { ReadContext } from '../sync/define';
import { organizationRead } from '../sync/fields/engine-fields';
import { fields } from '../sync/fields/field-list';
import { list, record } from '../sync/fields/nested-fields';
import type { RecordOf } from '../sync/fields/record-reader';
import { added, flag, ifAbsent, optional, required, text, time } from '../sync/fields/fields';
import { confirmedRoster, type Roster } from '../sync/fan-out/roster';
import { rosterStream } from '../sync/shapes/roster-stream';
import { roleAssignment, roleAssignments } from './idp_groups';

const idpRoleAssignments = list(
  record('A role from an identity-provider group.', {
    idp_group_name: text('The name of the group that gives the role.'),
    ...roleAssignment,
  }),
  'Roles that the member has through identity-provider groups.',
);

const member = fields('a member', {
  user_id: required(text('The id of the member in Devin, such as `email|…` or `okta|…|…`.')),
  email: optional(text('The e-mail of the member.')),
  name: optional(text('The name of the member.')),
  // Each of the two lists has only one kind of roles.
  role_assignments: ifAbsent(roleAssignments('Roles that the member has directly.'), []),
  idp_role_assignments: ifAbsent(idpRoleAssignments, []),
});

const person = { ...member.fields, org_id: organizationRead };
type Member = RecordOf<typeof person>;

const permission = {
  enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' },
  organization: { name: 'ViewOrgMembership' },
};

export const members = rosterStream({
  name: 'members',
  description:
    'All members: people with a direct role, and people with a role from an identity-provider group.',
  fields: {
    ...person,
    is_member: added(
      flag('False for a former member. That row has the last known e-mail and name, and no roles.'),
    ),
    updated_at: added(time('When the connector first saw this version of the member.')),
  },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['user_id'],
  permission,
  endpoint: '/members/users, /members/idp-users',
  probes: (scope) => [
    { paths: scope.memberPaths('users'), query: { first: 1 }, permission },
    { paths: scope.memberPaths('idp-users'), query: { first: 1 }, permission, mayBeAbsent: true },
  ],
  roster: readMembers,
  former: (context, userId, [, email, name]) => ({
    user_id: userId,
    email,
    name,
    org_id: context.scope.orgId,
    role_assignments: [],
    idp_role_assignments: [],
  }),
});

/** All current members by user id. `known` are the ids that an earlier sync has seen. */
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

/** Other streams need the members too. Their error names the members, and the permission of the members. */
function asMembersError(error: unknown): never {
  throw new VError({ cause: error as Error, info: { permission } }, 'The members cannot be listed');
}

async function readBothLists(context: ReadContext): Promise<Roster<Member>> {
  const [direct, throughGroups] = await Promise.all([
    readList(context, 'users'),
    readList(context, 'idp-users').catch(noneIfNotFound),
  ]);
  const subjects = new Map<string, Member>();
  for (const item of [...direct, ...(throughGroups ?? [])]) {
    const entry = asMember(item, context);
    subjects.set(entry.user_id, merged(subjects.get(entry.user_id), entry));
  }
  return { subjects, isPartial: throughGroups === undefined };
}

function readList({ client, scope }: ReadContext, name: 'users' | 'idp-users'): Promise<unknown[]> {
  return readHeldList(client, scope.memberPaths(name));
}

/** Undefined if Devin has no list of the members from groups: there are no groups, or something is wrong. */
function noneIfNotFound(error: unknown): undefined {
  if (!isOutcome(error, 'not_found')) throw error;
}

/** Two entries of one member as one: the lists overlap, and a page may repeat an entry that moved to it. */
function merged(one: Member | undefined, other: Member): Member {
  if (one === undefined) return other;
  return {
    ...one,
    email: one.email ?? other.email,
    name: one.name ?? other.name,
    role_assignments: union(one.role_assignments, other.role_assignments),
    idp_role_assignments: union(one.idp_role_assignments, other.idp_role_assignments),
  };
}

function asMember(item: unknown, context: ReadContext): Member {
  const entry = member.read(item, context);
  const { user_id, email, name } = entry;
  // The order matters: the fingerprints in states depend on it.
  return {
    user_id,
    email,
    name,
    org_id: context.scope.orgId,
    role_assignments: distinct(entry.role_assignments),
    idp_role_assignments: distinct(entry.idp_role_assignments),
  };
}

/** The assignments of both lists, each once. Null if one of them is not known. */
function union<Assignment>(one: Assignment[] | null, other: Assignment[] | null): Assignment[] | null {
  return one && other && distinct([...one, ...other]);
}

/** The assignments, each once. */
function distinct<Assignment>(assignments: Assignment[] | null): Assignment[] | null {
  return (
    assignments && [
      ...new Map(assignments.map((assignment) => [JSON.stringify(assignment), assignment])).values(),
    ]
  );
}
