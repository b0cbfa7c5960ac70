import { fields } from '../sync/fields/field-list';
import { flag, integer, isoTime, optional, required, text } from '../sync/fields/fields';
import { list, record } from '../sync/fields/nested-fields';
import { byOffset } from '../sync/requests/lists';
import { snapshotStream } from '../sync/shapes/snapshot';
import { eachOrganization, inOrganization, organizationProbes } from './organizations';

const newer = 'Null if Devin does not send it.';

const schedule = fields('a schedule', {
  scheduled_session_id: required(text('The id of the schedule.')),
  name: text('The name of the schedule.'),
  prompt: text('What Devin is asked to do. Free text.'),
  playbook: optional(
    record('The playbook of the schedule. Null if there is none.', {
      playbook_id: text('The id of the playbook.'),
      title: optional(text('The title of the playbook.')),
    }),
  ),
  schedule_type: optional(text(`\`recurring\` or \`one_time\`. ${newer}`)),
  frequency: optional(text('When it runs, as a cron expression in UTC. Null if it runs once.')),
  interval_count: optional(integer(`How many intervals lie between two runs. ${newer}`)),
  scheduled_at: optional(isoTime('When it runs, if it runs once.')),
  enabled: flag('True if the schedule is enabled.'),
  agent: text('Who runs it: `devin` or `data_analyst`. Devin may add others.'),
  notify_on: text('When people are told about a run: `always`, `failure` or `never`. Devin may add others.'),
  tags: optional(list(text(), 'The tags of its sessions.')),
  created_by: optional(text('Who created the schedule, as Devin sends it.')),
  last_edited_by: optional(text(`Who last changed the schedule, as Devin sends it. ${newer}`)),
  created_at: isoTime('When the schedule was created.'),
  updated_at: isoTime('When the schedule was last changed.'),
  last_executed_at: optional(isoTime('When it last ran. Null if it never did.')),
  last_error_at: optional(isoTime('When it last failed. Null if it never did.')),
  last_error_message: optional(text('What Devin said about the last failure. Free text.')),
  consecutive_failures: integer('How many runs have failed since the last one that did not.'),
  bypass_approval: optional(flag(`True if its sessions need no approval. ${newer}`)),
  platform: optional(text(`The platform of its sessions, as Devin sends it. ${newer}`)),
  slack_channel_id: optional(text(`The Slack channel that is told about runs. ${newer}`)),
  slack_team_id: optional(text(`The Slack team of that channel. ${newer}`)),
  target_devin_id: optional(text(`The session that it continues. ${newer}`)),
});

const permission = { name: 'ManageOrgSchedules' };

export const schedules = snapshotStream({
  name: 'schedules',
  description: 'The current schedules of each organization: when Devin starts sessions by itself.',
  ...inOrganization(schedule),
  scopes: ['enterprise', 'organization'],
  primaryKey: ['scheduled_session_id'],
  permission: { enterprise: permission, organization: permission },
  endpoint: '/schedules',
  probes: (scope) =>
    organizationProbes(scope, (organization) => organization.path('schedules'), { limit: 1, offset: 0 }),
  path: (organization) => organization.path('schedules'),
  read: byOffset,
  by: eachOrganization,
});
