import { changesStream } from '../sync/shapes/changes';
import { fields } from '../sync/fields/field-list';
import { record } from '../sync/fields/nested-fields';
import { optional, required, text, time } from '../sync/fields/fields';

const scan = fields('a code scan', {
  scan_id: required(text('The id of the scan.')),
  created_at: required(time('When the scan was created.')),
  org_id: text('The organization of the scan.'),
  repo_name: text('The first repository of the scan. Devin does not name the others.'),
  host: optional(text('The Git host of the repository.')),
  status: text(
    'The state of the scan: `waiting`, `pending`, `running`, `awaiting_user_input`, `completed`, `failed` or `cancelled`. Devin may add others.',
  ),
  profile: optional(
    record('The profile of the scan. Null if there is none.', {
      profile_id: text('The id of the profile.'),
      name: text('The name of the profile.'),
    }),
  ),
});

export const codeScansPermission = {
  enterprise: { name: 'ViewAccountCodeScans' },
  organization: { name: 'ViewCodeScans' },
};

export const codeScans = changesStream({
  name: 'code_scans',
  description:
    'Code scans by the time of their creation. Scans of the look-back are sent again, because their status changes.',
  fields: scan.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['scan_id'],
  cursorField: 'created_at',
  lookback: 'metrics',
  permission: codeScansPermission,
  endpoint: '/code-scans/scans',
  probes: (scope) => [{ paths: [scope.path('code-scans', 'scans')], query: { first: 1 } }],
  path: (scope) => scope.path('code-scans', 'scans'),
  kind: 'append-only',
  query: (after, before) => ({ time_after: after, time_before: before }),
  row: scan.read,
});
