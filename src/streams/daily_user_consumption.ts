import { consumptionQuery, type ConsumptionDay } from '../sync/consumption';
import type { DevinScope } from '../devin/scope';
import { dailyListStream } from '../sync/daily-list';
import type { Day } from '../sync/days';
import type { Probe, ReadContext } from '../sync/define';
import { doubtsOf } from '../sync/roster';
import { lastKnownEmail, lastKnownIds } from '../sync/roster-state';
import { ownersOf, type Subjects } from '../sync/subjects';
import { members, readMembers } from './members';

/** What somebody or something consumed in a day. */
export interface Consumption {
  /**
   * The billing day.
   * @format date
   */
  date: string;
  /**
   * Devin's own stamp of the row.
   * @format date-time
   */
  day_start_at: string;
  /** Agent compute units consumed that day. */
  acus: number;
  /** ACUs by product, such as `devin`, `cascade`, `terminal` and `review`: every product that Devin sends. */
  acus_by_product: Record<string, number | null>;
}

/** Whose row it is, where each belongs to a member. */
export interface OfMember {
  user_id: string;
  /** The e-mail of the member; the last known one of who has left, where the stream `members` is synced too. */
  user_email: string | null;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
}

export interface DailyUserConsumptionRecord extends OfMember, Consumption {
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const consumptionPermission = {
  enterprise: { name: 'ViewAccountConsumption', older: 'ManageBilling' },
  organization: { name: 'ViewOrgConsumption', older: 'ManageBilling' },
};
export const consumptionNote = 'ACU data exists only on plans billed in ACUs';

/** The members, with the last known e-mail of who has left. */
export const eachMember: Subjects<OfMember> = {
  name: 'members',
  present: presentMembers,
  left: (id, context) => ofMember(id, lastKnownEmail(context.stateOf(members.name), id), context),
};

/** Members that are missing for a reason that may be a fault of the lists count as present. */
async function presentMembers(
  context: ReadContext,
  known: readonly string[] = lastKnownIds(context, members.name),
): Promise<ReadonlyMap<string, OfMember>> {
  const roster = await readMembers(context, known);
  const owners = new Map(ownersOf(roster, (id, { email }) => ofMember(id, email, context)));
  const { isPartial, isMostMissing } = doubtsOf(roster, known);
  if (!isPartial && !isMostMissing) return owners;
  for (const id of lastKnownIds(context, members.name)) {
    if (!owners.has(id)) owners.set(id, eachMember.left(id, context));
  }
  return owners;
}

function ofMember(id: string, email: string | null, { scope }: ReadContext): OfMember {
  return { user_id: id, user_email: email, org_id: scope.orgId };
}

export const dailyUserConsumption = dailyListStream<DailyUserConsumptionRecord, OfMember>({
  name: 'daily_user_consumption',
  description:
    'ACUs of each user and billing day, in total and by product; days that Devin leaves out have no row.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/users/{user_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), ...members.probes(scope, lastDay)],
  path: (scope) => scope.path('consumption', 'daily'),
  row: consumption,
  by: { ...eachMember, path: (scope, userId) => scope.path('consumption', 'daily', 'users', userId) },
});

/** The total stands in for everybody's own consumption: it needs the same permission. */
export function consumptionProbe(scope: DevinScope, lastDay: Day): Probe {
  return {
    paths: [scope.path('consumption', 'daily')],
    query: consumptionQuery({ from: lastDay, to: lastDay }),
  };
}

/** The fields of a day of consumption but its date. */
export function consumption(day: ConsumptionDay): Omit<Consumption, 'date'> {
  return {
    day_start_at: day.startAt,
    acus: day.acus,
    acus_by_product: day.acusByProduct,
  };
}
