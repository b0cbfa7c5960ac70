import { changesStream } from '../sync/shapes/changes';
import { fields } from '../sync/fields/field-list';
import { json, optional, required, text, time } from '../sync/fields/fields';

const entry = fields('an entry of the audit log', {
  audit_log_id: required(text('The id of the entry.')),
  created_at: required(time('When the entry was created.')),
  action: text('What was done, as Devin sends it.'),
  data: optional(json('Details of the action, as Devin sends them.')),
  org_id: optional(text('The organization of the entry, as Devin sends it. Null if there is none.')),
  user_id: optional(text('The id of the user who acted. Null if a service user acted.')),
  user_email: optional(text('The e-mail of the user who acted. Null if a service user acted.')),
  service_user_id: optional(text('The id of the service user that acted. Null if a person acted.')),
  service_user_name: optional(text('The name of the service user that acted. Null if a person acted.')),
});

const permission = { name: 'ManageEnterpriseSettings' };

export const auditLogs = changesStream({
  name: 'audit_logs',
  description: 'The audit log of the enterprise, or of one organization: who did what, and when.',
  fields: entry.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['audit_log_id'],
  cursorField: 'created_at',
  permission: { enterprise: permission, organization: permission },
  endpoint: '/audit-logs',
  probes: (scope) => [
    { paths: [scope.path('audit-logs'), scope.enterprisePath('v3', 'audit-logs')], query: { first: 1 } },
  ],
  path: (scope) => scope.path('audit-logs'),
  // Unverified: the first path, in organization scope. Only this one is documented.
  otherPath: (scope) => scope.enterprisePath('v3', 'audit-logs'),
  kind: 'append-only',
  query: (after, before) => ({ time_after: after, time_before: before, order: 'asc' }),
  row: entry.read,
});
