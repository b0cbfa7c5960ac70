import { fields } from '../sync/fields/field-list';
import { required, sentAs, time } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { consumptionNote, consumptionPermission } from './daily_user_consumption';

const cycle = fields('a billing cycle', {
  cycle_start_at: required(sentAs(time('When the billing cycle starts.'), 'after')),
  cycle_end_at: sentAs(time('When the billing cycle ends.'), 'before'),
});

export const billingCycles = snapshotStream({
  name: 'billing_cycles',
  description: 'The billing cycles of the enterprise, including the current one.',
  fields: cycle.fields,
  scopes: ['enterprise'],
  primaryKey: ['cycle_start_at'],
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/cycles',
  probes: (scope) => [{ paths: [scope.path('consumption', 'cycles')], query: { first: 1 } }],
  path: (scope) => scope.path('consumption', 'cycles'),
  row: cycle.read,
});
