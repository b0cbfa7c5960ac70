import { integer, object } from '../devin/answer';
import { snapshotStream } from '../sync/snapshot';
import { timestamp } from '../sync/timestamp';
import { consumptionNote, consumptionPermission } from './daily_user_consumption';

export interface BillingCyclesRecord {
  /** @format date-time */
  cycle_start_at: string;
  /** @format date-time */
  cycle_end_at: string;
}

export const billingCycles = snapshotStream<BillingCyclesRecord>({
  name: 'billing_cycles',
  description: 'The billing cycles of the enterprise, the running one included.',
  scopes: ['enterprise'],
  primaryKey: ['cycle_start_at'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/cycles',
  probes: (scope) => [{ paths: [scope.path('consumption', 'cycles')], query: { first: 1 } }],
  path: (scope) => scope.path('consumption', 'cycles'),
  row: (item) => {
    const cycle = object(item, 'a billing cycle');
    return {
      cycle_start_at: timestamp(integer(cycle, 'after')),
      cycle_end_at: timestamp(integer(cycle, 'before')),
    };
  },
});
