import { integer, nullableInteger, nullableString, object, string } from '../devin/answer';
import { listed } from '../sync/listed';
import { snapshotStream } from '../sync/snapshot';
import { ownersOf, type Subjects } from '../sync/subjects';
import { timestamp } from '../sync/timestamp';

export interface OrganizationsRecord {
  org_id: string;
  name: string | null;
  /** @format date-time */
  created_at: string;
  /** @format date-time */
  updated_at: string;
  /**
   * Most ACUs that one session may consume; null for no limit.
   * @asType integer
   */
  max_session_acu_limit: number | null;
  /**
   * Most ACUs that the organization may consume in a billing cycle; null for no limit.
   * @asType integer
   */
  max_cycle_acu_limit: number | null;
}

const permission = { enterprise: { name: 'ManageOrganizations' } };

export const organizations = snapshotStream<OrganizationsRecord>({
  name: 'organizations',
  description: 'The organizations of the enterprise as they are now.',
  scopes: ['enterprise'],
  primaryKey: ['org_id'],
  permission,
  endpoint: '/organizations',
  probes: (scope) => [{ paths: [scope.path('organizations')], query: { first: 1 }, permission }],
  path: (scope) => scope.path('organizations'),
  row: (item) => {
    const organization = object(item, 'an organization');
    return {
      org_id: string(organization, 'org_id'),
      name: nullableString(organization, 'name'),
      created_at: timestamp(integer(organization, 'created_at')),
      updated_at: timestamp(integer(organization, 'updated_at')),
      max_session_acu_limit: nullableInteger(organization, 'max_session_acu_limit'),
      max_cycle_acu_limit: nullableInteger(organization, 'max_cycle_acu_limit'),
    };
  },
});

/** Whose row it is, where each belongs to an organization. */
export interface OfOrganization {
  org_id: string;
}

/** The organizations that there are now, and those that there were. */
export const eachOrganization: Subjects<OfOrganization> = {
  name: 'organizations',
  present: async (context, known = []) =>
    ownersOf(await listed(organizations, context, known), (id) => ({ org_id: id })),
  left: (id) => ({ org_id: id }),
};
