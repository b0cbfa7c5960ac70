import type { DevinScope } from '../devin/scope';
import { fields } from '../sync/fields/field-list';
import { optional, required, sentAs, text, time } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';
import { repositoriesPermission } from './repositories';

const unknown = 'Null in organization scope.';

const connection = fields('a Git connection', {
  git_connection_id: required(text('The id of the connection.')),
  git_provider_type: text(
    `The kind of the connection, such as \`github_app\` or \`gitlab_oauth\`. Devin may add others. ${unknown}`,
  ),
  name: optional(text(`The name of the connection. ${unknown}`)),
  host: text('The Git host.'),
  created_at: time(`When the connection was created. ${unknown}`),
});

/** What a repository tells about its connection. */
const reached = fields('a repository', {
  git_connection_id: connection.fields.git_connection_id,
  host: optional(sentAs(text(), 'git_connection_host')),
});

/** Only the enterprise has a list of connections. An organization has those of its repositories. */
const pathIn = (scope: DevinScope) =>
  scope.kind === 'enterprise' ? scope.path('git-providers', 'connections') : scope.betaPath('repositories');

export const gitConnections = snapshotStream({
  name: 'git_connections',
  description:
    'The current Git connections of the enterprise. In organization scope, those of the repositories that it can reach.',
  fields: connection.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['git_connection_id'],
  permission: { enterprise: { name: 'ManageGitIntegrations' }, organization: repositoriesPermission },
  beta: ['organization'],
  endpoint: '/git-providers/connections, /repositories',
  probes: (scope) => [{ paths: [pathIn(scope)], query: { first: 1 } }],
  path: pathIn,
  row: (item, context) =>
    context.scope.kind === 'enterprise'
      ? connection.read(item, context)
      : { git_provider_type: null, name: null, created_at: null, ...reached.read(item, context) },
});
