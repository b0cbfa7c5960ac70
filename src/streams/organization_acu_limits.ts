import { fields } from '../sync/fields/field-list';
import { number, optional } from '../sync/fields/fields';
import { record } from '../sync/fields/nested-fields';
import { oneAnswer } from '../sync/requests/lists';
import { snapshotStream } from '../sync/shapes/snapshot';
import { consumptionNote } from './daily_user_consumption';
import { eachOrganization, inOrganization, organizationProbes } from './organizations';
import type { DevinScope } from '../devin/scope';

const limit = {
  cycle_acu_limit: optional(number('The maximum of ACUs in one billing cycle. Null for no limit.')),
};

const limits = fields('the limits of an organization', {
  local_agent: optional(
    record('The limit of Desktop, the JetBrains plug-in and the CLI. Null if there is none.', limit),
  ),
  cloud_agent: optional(record('The limit of cloud sessions. Null if there is none.', limit)),
});

const path = (organization: DevinScope) =>
  organization.enterprisePath('v3beta1', 'consumption', 'acu-limits');

export const organizationAcuLimits = snapshotStream({
  name: 'organization_acu_limits',
  description:
    'The ACU limits of each organization by kind of agent. An organization without limits has a row too.',
  ...inOrganization(limits),
  scopes: ['enterprise'],
  primaryKey: ['org_id'],
  permission: { enterprise: { name: 'ViewAccountConsumption' } },
  permissionNote: consumptionNote,
  beta: ['enterprise'],
  endpoint: '/organizations/{org_id}/consumption/acu-limits',
  probes: (scope) => organizationProbes(scope, path, {}),
  path,
  read: oneAnswer((answer) => [answer]),
  by: eachOrganization,
});
