import { notAsked, question } from '../question';
import { boundValues } from '../samples/included-bounds';
import { listBounds } from '../samples/list-bounds';

export const auditLogBounds = question({
  id: 'audit-log-bounds',
  question: 'Do `time_after` and `time_before` of the audit log belong to the window?',
  asks: 'entries in two windows of a second that touch the creation of an entry',
  values: boundValues,
  connector: 'Each sync reads the last hour of the sync before again, so that no entry is missed.',
  scopes: ['enterprise'],
  ask: (desk) =>
    listBounds(desk, {
      path: desk.scope.path('audit-logs'),
      after: 'time_after',
      before: 'time_before',
      field: 'created_at',
      id: 'audit_log_id',
    }),
  judge: (bounds) => {
    if ('why' in bounds) return bounds.why;
    return bounds.found === 'ignored' ? notAsked('Devin ignores these bounds') : { value: bounds.found };
  },
});
