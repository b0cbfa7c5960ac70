import { fields } from '../sync/fields/field-list';
import { integer, optional, required, text, time } from '../sync/fields/fields';
import { list, record } from '../sync/fields/nested-fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { codeScansPermission } from './code_scans';

const finding = fields('a finding', {
  finding_id: required(text('The id of the finding.')),
  scan_id: text('The id of the scan. It tells which organization it is.'),
  repo_name: text('The repository.'),
  severity: text('`critical`, `high`, `medium` or `low`. Devin may add others.'),
  status: text('`open`, `dismissed` or `resolved`. Devin may add others.'),
  category: optional(text('The name of the rule.')),
  title: optional(text('The title of the finding. Free text.')),
  description: optional(text('What is wrong. Free text.')),
  recommendation: optional(text('What to do. Free text.')),
  note: optional(text('What people noted about the finding. Free text.')),
  code_owners: list(text(), 'The owners of the code, as Devin sends them.'),
  reference_snippets: list(
    record('A place in the code.', {
      file_path: text('The path of the file.'),
      start_line: integer('The first line.'),
      end_line: integer('The last line.'),
    }),
    'Where it is in the code. The code itself and the comments on it are never read.',
  ),
  related_finding_ids: optional(list(text(), 'The ids of the other findings of a chain.')),
  orchestrator_session_id: optional(text('The id of the session of the scan.')),
  session_id: optional(text('The id of the session that fixes the finding. Null if there is none.')),
  pr_url: optional(text('The pull request that fixes the finding. Null if there is none.')),
  created_at: time('When the finding was created.'),
});

export const codeScanFindings = snapshotStream({
  name: 'code_scan_findings',
  description: 'The findings of all code scans in their current state, without source code.',
  fields: finding.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['finding_id'],
  permission: codeScansPermission,
  endpoint: '/code-scans/findings',
  probes: (scope) => [{ paths: [scope.path('code-scans', 'findings')], query: { first: 1 } }],
  path: (scope) => scope.path('code-scans', 'findings'),
  row: finding.read,
});
