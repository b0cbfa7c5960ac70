import { consumptionQuery } from '../sync/consumption';
import { dailyListStream } from '../sync/daily-list';
import { lastKnownEmail } from '../sync/roster-stream';
import { members, readMembers } from './members';

export interface DailyUserConsumptionRecord {
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
  user_id: string;
  user_email: string | null;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /** Agent compute units consumed that day. */
  acus: number;
  /** ACUs by product, such as `devin`, `cascade`, `terminal` and `review`: every product that Devin sends. */
  acus_by_product: Record<string, number | null>;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyUserConsumption = dailyListStream<DailyUserConsumptionRecord, { email: string | null }>({
  name: 'daily_user_consumption',
  description:
    'ACUs of each user and billing day, in total and by product; days that Devin leaves out have no row.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'user_id'],
  permission: {
    enterprise: { name: 'ViewAccountConsumption', older: 'ManageBilling' },
    organization: { name: 'ViewOrgConsumption', older: 'ManageBilling' },
  },
  permissionNote: 'ACU data exists only on plans billed in ACUs',
  endpoint: '/consumption/daily/users/{user_id}',
  probes: (scope, lastDay) => [
    {
      paths: [scope.path('consumption', 'daily')],
      query: consumptionQuery({ from: lastDay, to: lastDay }),
    },
    ...members.probes(scope, lastDay),
  ],
  subjectsName: 'members',
  subjects: readMembers,
  path: (scope, userId) => scope.path('consumption', 'daily', 'users', userId),
  totalPath: (scope) => scope.path('consumption', 'daily'),
  row: (day, userId, member, context) => ({
    date: day.day,
    day_start_at: day.startAt,
    user_id: userId,
    user_email: member ? member.email : lastKnownEmail(context.stateOf('members'), userId),
    org_id: context.scope.orgId,
    acus: day.acus,
    acus_by_product: day.acusByProduct,
  }),
});
