import { fields } from '../sync/fields/field-list';
import type { RecordOf } from '../sync/fields/record-reader';
import { integer, optional, required, text, time } from '../sync/fields/fields';
import { listed } from '../sync/fan-out/listed-subjects';
import { snapshotStream } from '../sync/shapes/snapshot';
import { ownersOf, type Subjects } from '../sync/fan-out/subjects';

const organization = fields('an organization', {
  org_id: required(text()),
  name: text(),
  created_at: time(),
  updated_at: time(),
  max_session_acu_limit: optional(integer('Most ACUs that one session may consume; null for no limit.')),
  max_cycle_acu_limit: optional(
    integer('Most ACUs that the organization may consume in a billing cycle; null for no limit.'),
  ),
});

const permission = { enterprise: { name: 'ManageOrganizations' } };

export const organizations = snapshotStream({
  name: 'organizations',
  description: 'The organizations of the enterprise as they are now.',
  fields: organization.fields,
  scopes: ['enterprise'],
  primaryKey: ['org_id'],
  permission,
  endpoint: '/organizations',
  probes: (scope) => [{ paths: [scope.path('organizations')], query: { first: 1 }, permission }],
  path: (scope) => scope.path('organizations'),
  row: organization.read,
});

/** Whose row it is, where each belongs to an organization. */
export const ofOrganization = { org_id: organization.fields.org_id };

/** The organizations that there are now, and those that there were. */
export const eachOrganization: Subjects<RecordOf<typeof ofOrganization>> = {
  name: 'organizations',
  present: async (context, known = []) =>
    ownersOf(await listed(organizations, context, known), (id) => ({ org_id: id })),
  left: (id) => ({ org_id: id }),
};
