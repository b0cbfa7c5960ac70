import { fields, type RowOf } from '../sync/fields/field-list';
import { added, integer, optional, required, text } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { consumptionNote, consumptionPermission } from './daily_user_consumption';

const limit = fields('an ACU limit', {
  scope: text('What the limit applies to: `enterprise`, `org` or `user`. Null if Devin does not say.'),
  // Parts of the key: they may be absent, but they may not be of another type.
  org_id: optional(required(text('The organization that the limit applies to. Null for other limits.'))),
  user_id: optional(required(text('The user that the limit applies to. Null for other limits.'))),
  cycle_acu_limit: integer('The maximum of ACUs in one billing cycle.'),
});

export const acuLimits = snapshotStream({
  name: 'acu_limits',
  description: 'The ACU limits per billing cycle that are set for the enterprise, organizations and users.',
  fields: {
    limit_id: added(text('The key of the limit: its scope and its ids, joined by colons.')),
    ...limit.fields,
  },
  scopes: ['enterprise'],
  primaryKey: ['limit_id'],
  permission: { enterprise: consumptionPermission.enterprise },
  permissionNote: consumptionNote,
  endpoint: '/consumption/acu-limits/devin',
  probes: (scope) => [{ paths: [scope.path('consumption', 'acu-limits', 'devin')], query: { first: 1 } }],
  path: (scope) => scope.path('consumption', 'acu-limits', 'devin'),
  row: (item, context) => {
    const own = limit.read(item, context);
    return {
      limit_id: [scopeOf(own), own.org_id, own.user_id].filter((part) => part !== null).join(':'),
      ...own,
    };
  },
});

/** The scope of a limit. If Devin does not say it, the ids tell. */
function scopeOf({ scope, org_id: orgId, user_id: userId }: RowOf<typeof limit>): string {
  if (scope !== null) return scope;
  if (userId !== null) return 'user';
  return orgId === null ? 'enterprise' : 'org';
}
