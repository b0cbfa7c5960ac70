import { fields } from '../sync/fields/field-list';
import { json, optional, required, text, time } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { eachOrganization } from './organizations';

const playbook = fields('a playbook', {
  playbook_id: required(text('The id of the playbook.')),
  org_id: optional(text('The organization of the playbook. Null for a playbook of the enterprise.')),
  title: text('The title of the playbook.'),
  body: text('The instructions. Free text.'),
  macro: optional(
    text('The name by which people call the playbook, with an exclamation mark. Null if there is none.'),
  ),
  access_type: text('Whose playbook it is: `enterprise` or `org`. Devin may add others.'),
  created_by: text('Who created the playbook, as Devin sends it.'),
  updated_by: text('Who last changed the playbook, as Devin sends it.'),
  created_at: time('When the playbook was created.'),
  updated_at: time('When the playbook was last changed.'),
  structured_output_schema: optional(
    json('The JSON schema of what its sessions hand in. Null if there is none.'),
  ),
});

export const playbooks = snapshotStream({
  name: 'playbooks',
  description:
    'The current playbooks of the enterprise and of each organization. `sessions.playbook_id` names them.',
  fields: playbook.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['playbook_id'],
  permission: {
    enterprise: { name: 'ManageAccountPlaybooks' },
    organization: { name: 'ManageOrgPlaybooks', older: 'ManageAccountPlaybooks' },
  },
  endpoint: '/playbooks',
  probes: (scope) => [{ paths: [scope.path('playbooks')], query: { first: 1 } }],
  path: (scope) => scope.path('playbooks'),
  by: eachOrganization,
  isAlsoOfEnterprise: true,
  row: playbook.read,
});
