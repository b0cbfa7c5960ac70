import { fields } from '../sync/fields/field-list';
import { flag, optional, required, text, time } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { eachOrganization, inOrganization, organizationProbes } from './organizations';

const secret = fields('a secret', {
  secret_id: required(text('The id of the secret.')),
  key: optional(text('The name of the secret. It may tell a lot.')),
  note: optional(text('The note that people wrote about the secret.')),
  is_sensitive: flag('True if the secret is marked as sensitive.'),
  secret_type: text('The kind of the secret: `cookie`, `key-value` or `totp`. Devin may add others.'),
  access_type: text('Whose secret it is: `org` or `personal`. Devin may add others.'),
  created_by: text('The id of the user who created the secret.'),
  created_at: time('When the secret was created.'),
  updated_at: optional(time('When the secret was last changed. Null if Devin does not send it.')),
  updated_by: optional(
    text('The id of the user who last changed the secret. Null if Devin does not send it.'),
  ),
});

const permission = { name: 'ManageOrgSecrets' };

export const secrets = snapshotStream({
  name: 'secrets',
  description: 'The current secrets of each organization: their names and owners, and never their values.',
  ...inOrganization(secret),
  scopes: ['enterprise', 'organization'],
  primaryKey: ['secret_id'],
  permission: { enterprise: permission, organization: permission },
  endpoint: '/secrets',
  probes: (scope) => organizationProbes(scope, (organization) => organization.path('secrets')),
  path: (organization) => organization.path('secrets'),
  by: eachOrganization,
});
