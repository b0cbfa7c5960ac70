import type { DevinScope } from '../devin/scope';
import type { Query } from '../devin/http/query';
import type { Probe, ReadContext } from '../sync/define';
import type { Fields } from '../sync/fields/field';
import { fields, type FieldList } from '../sync/fields/field-list';
import type { RecordOf } from '../sync/fields/record-reader';
import { integer, optional, required, text, time } from '../sync/fields/fields';
import { listed } from '../sync/fan-out/listed-subjects';
import { snapshotStream } from '../sync/shapes/snapshot';
import { subjectFields, type Subjects } from '../sync/fan-out/subjects';

const organization = fields('an organization', {
  org_id: required(text('The id of the organization.')),
  name: text('The name of the organization.'),
  created_at: time('When the organization was created.'),
  updated_at: time('When the organization was last changed.'),
  max_session_acu_limit: optional(
    integer('The maximum of ACUs that one session may consume. Null for no limit.'),
  ),
  max_cycle_acu_limit: optional(
    integer('The maximum of ACUs that the organization may consume in one billing cycle. Null for no limit.'),
  ),
});

const permission = { enterprise: { name: 'ManageOrganizations' } };

export const organizations = snapshotStream({
  name: 'organizations',
  description: 'The current organizations of the enterprise.',
  fields: organization.fields,
  scopes: ['enterprise'],
  primaryKey: ['org_id'],
  permission,
  endpoint: '/organizations',
  probes: (scope) => [{ paths: [scope.path('organizations')], query: { first: 1 }, permission }],
  path: (scope) => scope.path('organizations'),
  row: organization.read,
});

/** The field that names the organization of a row. */
export const ofOrganization = { org_id: organization.fields.org_id };

/** The current and the former organizations. */
export const eachOrganization: Subjects<RecordOf<typeof ofOrganization>> = {
  name: 'organizations',
  current: async (context, known = []) =>
    subjectFields(await listed(organizations, context, known), (id) => ({ org_id: id })),
  formerFields: (id) => ({ org_id: id }),
};

/** The fields and the rows of a list that each organization has. Its items do not name the organization. */
export function inOrganization<const Of extends Fields>(list: FieldList<Of>) {
  return {
    fields: { ...ofOrganization, ...list.fields },
    row: (item: unknown, context: ReadContext) => ({
      org_id: context.scope.orgId ?? '',
      ...list.read(item, context),
    }),
  };
}

/** The probe of a list that each organization has. In enterprise scope it asks for the list of the first organization. */
export function organizationProbes(
  scope: DevinScope,
  path: (organization: DevinScope) => string,
  query: Query = { first: 1 },
): Probe[] {
  if (scope.kind === 'organization') return [{ paths: [path(scope)], query }];
  const next = (item: unknown): Probe | undefined => {
    const { org_id: id } = item as { readonly org_id?: unknown };
    return typeof id === 'string' && id !== '' ? { paths: [path(scope.organization(id))], query } : undefined;
  };
  return [{ paths: [scope.path('organizations')], query: { first: 1 }, permission, next }];
}
