import { integer, nullableObject, nullableString, object, string } from '../devin/answer';
import { changesStream } from '../sync/changes';
import { timestamp } from '../sync/timestamp';

export interface AuditLogsRecord {
  audit_log_id: string;
  /** @format date-time */
  created_at: string;
  action: string;
  /** What the action was about, as Devin sends it. */
  data: object | null;
  org_id: string | null;
  user_id: string | null;
  user_email: string | null;
  service_user_id: string | null;
  service_user_name: string | null;
}

export const auditLogs = changesStream<AuditLogsRecord>({
  name: 'audit_logs',
  description: 'The audit log of the enterprise: who did what, and when.',
  scopes: ['enterprise'],
  primaryKey: ['audit_log_id'],
  cursorField: 'created_at',
  permission: { enterprise: { name: 'ManageEnterpriseSettings' } },
  endpoint: '/audit-logs',
  probes: (scope) => [{ paths: [scope.path('audit-logs')], query: { first: 1 } }],
  path: (scope) => scope.path('audit-logs'),
  kind: 'append-only',
  query: (after, before) => ({ time_after: after, time_before: before, order: 'asc' }),
  row: (item) => {
    const entry = object(item, 'an entry of the audit log');
    return {
      audit_log_id: string(entry, 'audit_log_id'),
      created_at: timestamp(integer(entry, 'created_at')),
      action: string(entry, 'action'),
      data: nullableObject(entry, 'data'),
      org_id: nullableString(entry, 'org_id'),
      user_id: nullableString(entry, 'user_id'),
      user_email: nullableString(entry, 'user_email'),
      service_user_id: nullableString(entry, 'service_user_id'),
      service_user_name: nullableString(entry, 'service_user_name'),
    };
  },
});
