import type { DevinScope } from '../devin/scope';
import { consumption, consumptionQuery } from '../sync/requests/consumption';
import { dailyListStream } from '../sync/shapes/daily-list';
import type { Day } from '../sync/days';
import type { Probe, ReadContext } from '../sync/define';
import { dateField, isFinalField, organizationRead } from '../sync/fields/engine-fields';
import type { RecordOf } from '../sync/fields/record-reader';
import { added, optional, text } from '../sync/fields/fields';
import { doubtsAfter, doubtsIn } from '../sync/state/doubts';
import { lastKnownEmail, lastKnownIds } from '../sync/state/roster-state';
import { subjectFields, type Subjects } from '../sync/fan-out/subjects';
import { earlyMembers, members, readMembers } from './members';

/** The fields that name the member of a row. */
export const ofMember = {
  user_id: added(text('The id of the member in Devin.')),
  user_email: optional(
    text(
      'The e-mail of the member. For a former member, the last known one, if the stream `members` is synced too.',
    ),
  ),
  org_id: organizationRead,
};
type OfMember = RecordOf<typeof ofMember>;

export const consumptionPermission = {
  enterprise: { name: 'ViewAccountConsumption', older: 'ManageBilling' },
  organization: { name: 'ViewOrgConsumption', older: 'ManageBilling' },
};
export const consumptionNote = 'ACU data exists only on plans billed in ACUs';

/** The members, and the former members with their last known e-mail. */
export const eachMember: Subjects<OfMember> = {
  name: 'members',
  current: async (context, known = lastKnownIds(context, members.name)) =>
    subjectFields(await readMembers(context, known), (id, { email }) => memberOf(id, email, context)),
  early: async function* (context) {
    for await (const page of earlyMembers(context))
      yield new Map(page.map(({ user_id, email }) => [user_id, memberOf(user_id, email, context)]));
  },
  doubtful: async (context) => {
    const known = lastKnownIds(context, members.name);
    const roster = await readMembers(context, known);
    const { isDoubtful } = doubtsAfter(doubtsIn(context.stateOf(members.name)), roster, known, context);
    return isDoubtful ? known.filter((id) => !roster.subjects.has(id)) : [];
  },
  formerFields: (id, context) => memberOf(id, lastKnownEmail(context.stateOf(members.name), id), context),
};

function memberOf(id: string, email: string | null, { scope }: ReadContext): OfMember {
  return { user_id: id, user_email: email, org_id: scope.orgId };
}

export const dailyUserConsumption = dailyListStream({
  name: 'daily_user_consumption',
  description:
    'ACUs of each user and billing day, in total and by product. A day for which Devin sends nothing has no row.',
  fields: { ...ofMember, date: dateField(), ...consumption.fields, is_final: isFinalField() },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/users/{user_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), ...members.probes(scope, lastDay)],
  path: (scope) => scope.path('consumption', 'daily'),
  row: (own) => own,
  by: { ...eachMember, path: (scope, userId) => scope.path('consumption', 'daily', 'users', userId) },
});

/** Asks for the total in place of the consumption of each subject: both need the same permission. */
export function consumptionProbe(scope: DevinScope, lastDay: Day): Probe {
  return {
    paths: [scope.path('consumption', 'daily')],
    query: consumptionQuery({ from: lastDay, to: lastDay }),
  };
}
