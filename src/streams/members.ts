import VError from 'verror';
import { isOutcome } from '../devin/errors';
import { readHeldList } from '../devin/held-list';
import type { ReadContext } from '../sync/define';
import { organizationRead } from '../sync/engine-fields';
import { fields, list, record, type RecordOf } from '../sync/field-list';
import { added, flag, ifAbsent, optional, required, text, time } from '../sync/fields';
import { confirmedRoster, type Roster } from '../sync/roster';
import { rosterStream } from '../sync/roster-stream';
import { roleAssignment, roleAssignments } from './idp_groups';

const idpRoleAssignments = list(
  record('A role that comes with an identity-provider group.', { idp_group_name: text(), ...roleAssignment }),
);

const person = {
  user_id: required(text("Devin's id of the person, such as `email|…` or `okta|…|…`.")),
  email: optional(text()),
  name: optional(text()),
};

/** What each list says of a member; neither needs to say what the other is for. */
const entries = {
  users: fields('a member', {
    ...{ ...person, role_assignments: roleAssignments },
    idp_role_assignments: ifAbsent(idpRoleAssignments, []),
  }),
  'idp-users': fields('a member', {
    ...{ ...person, role_assignments: ifAbsent(roleAssignments, []) },
    idp_role_assignments: idpRoleAssignments,
  }),
};

const member = {
  ...person,
  org_id: organizationRead,
  role_assignments: roleAssignments,
  idp_role_assignments: idpRoleAssignments,
};
type Member = RecordOf<typeof member>;

const permission = {
  enterprise: { name: 'ViewAccountMembership', older: 'ManageAccountMembership' },
  organization: { name: 'ViewOrgMembership' },
};

export const members = rosterStream({
  name: 'members',
  description: 'Everybody with a direct role and everybody who comes through an identity-provider group.',
  fields: {
    ...member,
    is_member: added(
      flag('False once the person has left; that row keeps the last known e-mail and name, and no roles.'),
    ),
    updated_at: added(time('When this version of the member was first seen.')),
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
    readMembersOf(context, 'users'),
    readMembersOf(context, 'idp-users'),
  ]);
  const subjects = new Map<string, Member>();
  for (const entry of [...(direct ?? []), ...(throughGroups ?? [])]) {
    subjects.set(entry.user_id, merged(subjects.get(entry.user_id), entry));
  }
  return { subjects, isPartial: throughGroups === undefined };
}

async function readMembersOf(
  context: ReadContext,
  name: keyof typeof entries,
): Promise<Member[] | undefined> {
  const { client, scope } = context;
  const items = await readHeldList(client, scope.memberPaths(name)).catch((error: unknown) => {
    // No list of those who come through groups: there are no groups, or something is wrong.
    if (name === 'idp-users' && isOutcome(error, 'not_found')) return undefined;
    throw error;
  });
  return items?.map((item) => {
    const entry = entries[name].read(item, context);
    return {
      ...entry,
      org_id: context.scope.orgId,
      role_assignments: distinct(entry.role_assignments),
      idp_role_assignments: distinct(entry.idp_role_assignments),
    };
  });
}

/** One member of two entries: lists overlap, and a page may repeat what moved to it. */
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

/** What is in either list, each once; null where one of them is not known. */
function union<Assignment>(one: Assignment[] | null, other: Assignment[] | null): Assignment[] | null {
  return one && other && distinct([...one, ...other]);
}

/** Each once. */
function distinct<Assignment>(assignments: Assignment[] | null): Assignment[] | null {
  return (
    assignments && [
      ...new Map(assignments.map((assignment) => [JSON.stringify(assignment), assignment])).values(),
    ]
  );
}
