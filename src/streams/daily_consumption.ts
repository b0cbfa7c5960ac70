import { dailyListStream } from '../sync/daily-list';
import {
  consumption,
  consumptionNote,
  consumptionPermission,
  consumptionProbe,
} from './daily_user_consumption';

export interface DailyConsumptionRecord {
  /**
   * The billing day.
   * @format date
   */
  date: string;
  /**
   * Devin's own stamp of the day; null where Devin leaves the day out.
   * @format date-time
   */
  day_start_at: string | null;
  /** The organization read; null in enterprise scope. */
  org_id: string | null;
  /** Agent compute units consumed that day, by whomever; 0 where Devin leaves the day out. */
  acus: number;
  /** ACUs by product: every product that Devin sends. */
  acus_by_product: Record<string, number | null>;
  /** True once the connector will not read the day again, unless the look-back is raised. */
  is_final: boolean;
}

export const dailyConsumption = dailyListStream<DailyConsumptionRecord>({
  name: 'daily_consumption',
  description: 'ACUs of the whole enterprise or organization, in total and by product; one row a day.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay)],
  path: (scope) => scope.path('consumption', 'daily'),
  row: (day, { scope }) => ({ org_id: scope.orgId, ...consumption(day) }),
  leftOut: ({ scope }) => ({ org_id: scope.orgId, day_start_at: null, acus: 0, acus_by_product: {} }),
});
