import { fields } from '../sync/fields/field-list';
import { json, optional, required, text, time } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { eachOrganization, inOrganization, organizationProbes } from './organizations';

const repository = fields('a repository', {
  git_connection_id: required(text('The id of the Git connection.')),
  provider_repository_id: required(text('The id of the repository at the Git provider.')),
  git_connection_host: optional(text('The Git host.')),
  repo_name: optional(text('The name of the repository.')),
  repo_path: text('The path of the repository at its host.'),
  repo_description: optional(text('What people wrote about the repository.')),
  repo_language: optional(text('The main programming language.')),
  last_updated_at: optional(time('When the repository was last changed.')),
  indexing_status: optional(json('The state of the search index and of the wiki, as Devin sends it.')),
});

/** Devin documents no other name. */
export const repositoriesPermission = { name: 'Read' };

export const repositories = snapshotStream({
  name: 'repositories',
  description: 'The repositories that each organization can reach.',
  ...inOrganization(repository),
  scopes: ['enterprise', 'organization'],
  primaryKey: ['org_id', 'git_connection_id', 'provider_repository_id'],
  permission: { enterprise: repositoriesPermission, organization: repositoriesPermission },
  permissionNote: 'Devin documents only that it is a right to read in the organization',
  beta: ['enterprise', 'organization'],
  endpoint: '/repositories',
  probes: (scope) => organizationProbes(scope, (organization) => organization.betaPath('repositories')),
  path: (organization) => organization.betaPath('repositories'),
  by: eachOrganization,
});
