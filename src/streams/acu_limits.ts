import { integer, nullableString, object, string } from '../devin/answer';
import { snapshotStream } from '../sync/snapshot';
import { consumptionNote } from './daily_user_consumption';

export interface AcuLimitsRecord {
  /** The scope and the ids that it has, joined by colons. */
  limit_id: string;
  /** What the limit holds for: `enterprise`, `org` or `user`. */
  scope: string;
  org_id: string | null;
  user_id: string | null;
  /**
   * Most ACUs in a billing cycle.
   * @asType integer
   */
  cycle_acu_limit: number;
}

export const acuLimits = snapshotStream<AcuLimitsRecord>({
  name: 'acu_limits',
  description: 'The ACU limits per billing cycle that are set for the enterprise, organizations and users.',
  scopes: ['enterprise'],
  primaryKey: ['limit_id'],
  permission: { enterprise: { name: 'ManageBilling' } },
  permissionNote: consumptionNote,
  endpoint: '/consumption/acu-limits/devin',
  probes: (scope) => [{ paths: [scope.path('consumption', 'acu-limits', 'devin')], query: { first: 1 } }],
  path: (scope) => scope.path('consumption', 'acu-limits', 'devin'),
  row: (item) => {
    const limit = object(item, 'an ACU limit');
    const [scope, orgId, userId] = [
      string(limit, 'scope'),
      nullableString(limit, 'org_id'),
      nullableString(limit, 'user_id'),
    ];
    return {
      limit_id: [scope, orgId, userId].filter((part) => part !== null).join(':'),
      scope,
      org_id: orgId,
      user_id: userId,
      cycle_acu_limit: integer(limit, 'cycle_acu_limit'),
    };
  },
});
