import { object } from '../devin/http/answer';
import { fields } from '../sync/fields/field-list';
import { integer, optional, required, text } from '../sync/fields/fields';
import { list } from '../sync/fields/nested-fields';
import { oneAnswer } from '../sync/requests/lists';
import { snapshotStream } from '../sync/shapes/snapshot';

const group = fields('a group', {
  group_name: required(text('The name of the group.')),
  org_ids: list(text(), 'The organizations of the group.'),
  max_cycle_acus: optional(
    integer('The maximum of ACUs that the group may consume in one billing cycle. Null for no limit.'),
  ),
});

export const organizationGroupLimits = snapshotStream({
  name: 'organization_group_limits',
  description: 'The current groups of organizations that share an ACU limit.',
  fields: group.fields,
  scopes: ['enterprise'],
  primaryKey: ['group_name'],
  permission: { enterprise: { name: 'ManageOrganizations' } },
  endpoint: '/org-group-limits',
  probes: (scope) => [{ paths: [scope.path('org-group-limits')], query: {} }],
  path: (scope) => scope.path('org-group-limits'),
  read: oneAnswer((answer) => {
    const { groups } = object(answer, 'the groups of organizations');
    const entries = Object.entries(object(groups, '"groups"'));
    return entries.map(([name, each]) => ({ ...object(each, 'a group'), group_name: name }));
  }),
  row: group.read,
});
