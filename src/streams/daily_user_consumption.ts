import { consumptionQuery, type ConsumptionDay } from '../sync/consumption';
import type { DevinScope } from '../devin/scope';
import { dailyListStream } from '../sync/daily-list';
import type { Day } from '../sync/days';
import type { Probe } from '../sync/define';
import { lastKnownEmail } from '../sync/roster-stream';
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

export interface DailyUserConsumptionRecord extends Consumption {
  user_id: string;
  /** The e-mail of the member; the last known one of who has left, where the stream `members` is synced too. */
  user_email: string | null;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const consumptionPermission = {
  enterprise: { name: 'ViewAccountConsumption', older: 'ManageBilling' },
  organization: { name: 'ViewOrgConsumption', older: 'ManageBilling' },
};
export const consumptionNote = 'ACU data exists only on plans billed in ACUs';

export const dailyUserConsumption = dailyListStream<DailyUserConsumptionRecord, { email: string | null }>({
  name: 'daily_user_consumption',
  description:
    'ACUs of each user and billing day, in total and by product; days that Devin leaves out have no row.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/users/{user_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), ...members.probes(scope, lastDay)],
  subjectsName: 'members',
  subjects: readMembers,
  path: (scope, userId) => scope.path('consumption', 'daily', 'users', userId),
  totalPath: (scope) => scope.path('consumption', 'daily'),
  row: (day, userId, member, context) => ({
    user_id: userId,
    user_email: member ? member.email : lastKnownEmail(context.stateOf('members'), userId),
    org_id: context.scope.orgId,
    ...consumption(day),
  }),
});

/** The total stands in for everybody's own consumption: it needs the same permission. */
export function consumptionProbe(scope: DevinScope, lastDay: Day): Probe {
  return {
    paths: [scope.path('consumption', 'daily')],
    query: consumptionQuery({ from: lastDay, to: lastDay }),
  };
}

/** The fields of a day of consumption; to be spread last, because V8 makes an object with fields after a spread slowly. */
export function consumption(day: ConsumptionDay): Consumption {
  return {
    date: day.day,
    day_start_at: day.startAt,
    acus: day.acus,
    acus_by_product: day.acusByProduct,
  };
}
