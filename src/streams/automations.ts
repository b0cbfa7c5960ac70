import { fields } from '../sync/fields/field-list';
import { flag, json, optional, required, rest, text, time } from '../sync/fields/fields';
import { list, record } from '../sync/fields/nested-fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { eachOrganization, inOrganization, organizationProbes } from './organizations';

// Unverified: the fields of objects in an automation. Only its own fields are documented.
const automation = fields('an automation', {
  automation_id: required(text('The id of the automation.')),
  name: text('The name of the automation.'),
  enabled: flag('True if the automation is enabled.'),
  triggers: list(
    record('An event that starts the automation.', {
      event_type: optional(text('The kind of event, such as `webhook:incoming`.')),
      conditions: optional(json('The conditions for the event, as Devin sends them. Null for every event.')),
    }),
    'What starts the automation.',
  ),
  created_by: optional(json('Who created the automation, as Devin sends it: a type, an id and a name.')),
  created_at: time('When the automation was created.'),
  updated_at: time('When the automation was last changed.'),
  last_edited_by: optional(json('Who last changed the automation, as Devin sends it.')),
  last_invocation: optional(
    record('The last run of the automation.', {
      fired_at: optional(time('When the automation ran.')),
      status: optional(text('The result of the run, as Devin sends it.')),
      raw: rest('All other fields that Devin sends here. Null if there are none.'),
    }),
  ),
  next_run_at: optional(time('When the automation runs next. Null if Devin does not send it.')),
  run_as: optional(json('Whose rights the sessions have, as Devin sends it.')),
  metadata: optional(json('The labels of the automation, as Devin sends them.')),
  limits: optional(json('The limits of the automation, as Devin sends them.')),
  concurrency: optional(json('How many runs there may be at once, as Devin sends it.')),
  notifications: optional(json('Who is told about runs, as Devin sends it.')),
  raw: rest(
    'All fields that Devin sends and that no document has, without the actions, which hold prompts. Null if there are none.',
    'actions',
  ),
});

const permission = { name: 'ViewOrgAutomations' };

export const automations = snapshotStream({
  name: 'automations',
  description:
    'The current automations of each organization, without their actions, which hold prompts. `sessions.automation_id` names them.',
  ...inOrganization(automation),
  scopes: ['enterprise', 'organization'],
  primaryKey: ['automation_id'],
  permission: { enterprise: permission, organization: permission },
  endpoint: '/automations',
  probes: (scope) => organizationProbes(scope, (organization) => organization.path('automations')),
  path: (organization) => organization.path('automations'),
  by: eachOrganization,
});
