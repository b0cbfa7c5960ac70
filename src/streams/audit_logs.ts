import { changesStream } from '../sync/shapes/changes';
import { fields } from '../sync/fields/field-list';
import { json, optional, required, text, time } from '../sync/fields/fields';

const entry = fields('an entry of the audit log', {
  audit_log_id: required(text()),
  created_at: required(time()),
  action: text(),
  data: optional(json('What the action was about, as Devin sends it.')),
  org_id: optional(text()),
  user_id: optional(text()),
  user_email: optional(text()),
  service_user_id: optional(text()),
  service_user_name: optional(text()),
});

export const auditLogs = changesStream({
  name: 'audit_logs',
  description: 'The audit log of the enterprise: who did what, and when.',
  fields: entry.fields,
  scopes: ['enterprise'],
  primaryKey: ['audit_log_id'],
  cursorField: 'created_at',
  permission: { enterprise: { name: 'ManageEnterpriseSettings' } },
  endpoint: '/audit-logs',
  probes: (scope) => [{ paths: [scope.path('audit-logs')], query: { first: 1 } }],
  path: (scope) => scope.path('audit-logs'),
  kind: 'append-only',
  query: (after, before) => ({ time_after: after, time_before: before, order: 'asc' }),
  row: entry.read,
});
