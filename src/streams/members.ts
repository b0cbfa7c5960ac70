import VError from 'verror';
import { isOutcome } from '../devin/errors';
import { heldList } from '../devin/http/held-list';
import type { ReadContext } from '../sync/define';
import { distinct, union } from '../sync/fields/distinct';
import { organizationRead } from '../sync/fields/engine-fields';
import { fields } from '../sync/fields/field-list';
import { list, record } from '../sync/fields/nested-fields';
import type { RecordOf } from '../sync/fields/record-reader';
import { added, flag, ifAbsent, optional, required, text, time } from '../sync/fields/fields';
import { relayOf } from '../sync/fan-out/relay';
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

/** In the order in which their entries count. */
const lists = ['users', 'idp-users'] as const;

const firstReading = 'members';

/** All current members by user id. `known` are the ids that an earlier sync has seen. */
export async function readMembers(context: ReadContext, known: readonly string[]): Promise<Roster<Member>> {
  const read = (reading: string) => readLists(context, reading).catch(asMembersError);
  const roster = await confirmedRoster(context, firstReading, read, known);
  if (roster.subjects.size > 0) return roster;
  const info = { code: 'no_resources', failureType: 'config_error' };
  throw new VError(
    { info },
    'No member is visible to the API key: check that it belongs to the right account.',
  );
}

/** Members with a certain e-mail, while `readMembers` is still reading. It ends when a list fails. */
export async function* earlyMembers(context: ReadContext): AsyncGenerator<readonly Member[]> {
  for (const name of lists) {
    const relay = await relayOf<readonly Member[]>(context, `${firstReading}: ${name}`);
    for await (const page of relay.read()) yield page.filter(({ email }) => email !== null);
    if (!relay.isWhole) return;
  }
}

/** Other streams need the members too. Their error names the members, and the permission of the members. */
function asMembersError(error: unknown): never {
  throw new VError({ cause: error as Error, info: { permission } }, 'The members cannot be listed');
}

async function readLists(context: ReadContext, reading: string): Promise<Roster<Member>> {
  const entries = await Promise.all(lists.map((name) => readList(context, name, reading)));
  const subjects = new Map<string, Member>();
  for (const entry of entries.flat(2)) {
    if (entry) subjects.set(entry.user_id, merged(subjects.get(entry.user_id), entry));
  }
  return { subjects, isPartial: entries.includes(undefined) };
}

/** A whole list. Undefined if Devin has no list of the members from groups: there are no groups, or something is wrong. */
async function readList(
  context: ReadContext,
  name: (typeof lists)[number],
  reading: string,
): Promise<readonly (readonly Member[])[] | undefined> {
  const { client, scope } = context;
  const relay = await relayOf<readonly Member[]>(context, `${reading}: ${name}`);
  const asPage = (items: unknown[]) => items.map((item) => asMember(item, context));
  return relay.take(heldList(client, scope.memberPaths(name)), asPage).catch((error: unknown) => {
    if (name === 'idp-users' && isOutcome(error, 'not_found')) return undefined;
    throw error;
  });
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
