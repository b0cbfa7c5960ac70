import { fields } from '../sync/fields/field-list';
import { flag, optional, required, text, time } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { eachOrganization } from './organizations';

const note = fields('a note', {
  note_id: required(text('The id of the note.')),
  org_id: optional(text('The organization of the note. Null for a note of the enterprise.')),
  name: text('The name of the note.'),
  body: text('The note. Free text.'),
  trigger: text('When Devin uses the note. Free text.'),
  is_enabled: flag('True if the note is enabled.'),
  folder_id: optional(text('The id of the folder of the note. Null if there is none.')),
  folder_path: optional(text('The path of that folder. Null if Devin does not send it.')),
  macro: optional(text('The name by which people call the note. Null if there is none.')),
  pinned_repo: optional(text('The repository to which the note belongs. Null if there is none.')),
  access_type: text('Whose note it is: `enterprise` or `org`. Devin may add others.'),
  created_at: time('When the note was created.'),
  updated_at: time('When the note was last changed.'),
});

export const knowledgeNotes = snapshotStream({
  name: 'knowledge_notes',
  description: 'The current knowledge notes of the enterprise and of each organization.',
  fields: note.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['note_id'],
  permission: {
    enterprise: { name: 'ManageAccountKnowledge' },
    organization: { name: 'ManageOrgKnowledge', older: 'ManageAccountKnowledge' },
  },
  endpoint: '/knowledge/notes',
  probes: (scope) => [{ paths: [scope.path('knowledge', 'notes')], query: { first: 1 } }],
  path: (scope) => scope.path('knowledge', 'notes'),
  by: eachOrganization,
  isAlsoOfEnterprise: true,
  row: note.read,
});
