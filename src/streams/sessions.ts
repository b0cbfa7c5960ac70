import { changesStream } from '../sync/shapes/changes';
import { fields } from '../sync/fields/field-list';
import { list, record } from '../sync/fields/nested-fields';
import { flag, json, number, optional, required, text, time } from '../sync/fields/fields';

/** A session. */
export const session = fields('a session', {
  session_id: required(text()),
  org_id: text(),
  url: text(),
  status: text('`new`, `claimed`, `running`, `exit`, `error`, `suspended`, `resuming`; others may come.'),
  status_detail: optional(text()),
  title: optional(text()),
  tags: list(text()),
  user_id: optional(text('The user who started the session; null where a service user did.')),
  service_user_id: optional(text()),
  playbook_id: optional(text()),
  created_at: time(),
  updated_at: required(time()),
  acus_consumed: optional(
    number('ACUs so far; may trail behind the consumption streams. Null where Devin does not say.'),
  ),
  pull_requests: list(
    record('A pull request of a session.', {
      pr_url: text(),
      pr_state: optional(text()),
    }),
  ),
  origin: optional(text()),
  category: optional(text()),
  subcategory: optional(text()),
  is_archived: optional(flag()),
  parent_session_id: optional(text()),
  child_session_ids: optional(list(text())),
  structured_output: optional(json()),
  automation_id: optional(text()),
  devin_mode: optional(text()),
  repo_names: optional(list(text())),
});

export const sessionsPermission = {
  enterprise: { name: 'ViewAccountSessions' },
  organization: { name: 'ViewOrgSessions' },
};

export const sessions = changesStream({
  name: 'sessions',
  description:
    'Sessions as they were last updated, with their pull requests; a session comes again when it changes.',
  fields: session.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['session_id'],
  cursorField: 'updated_at',
  permission: sessionsPermission,
  endpoint: '/sessions',
  probes: (scope) => [{ paths: [scope.path('sessions')], query: { first: 1 } }],
  path: (scope) => scope.path('sessions'),
  kind: 'updated',
  query: (after, before) => ({ updated_after: after, updated_before: before }),
  row: session.read,
});
