import type { ServiceUser } from './people';
import { held } from './rosters';
import type { View } from './view';

/** A service user as Devin sends it. */
export interface SentServiceUser {
  service_user_id: string;
  name: string;
  expires_at: number | null;
  deleted_at: number | null;
  role_assignments: { role: object }[];
}

/** Service users made by now, in one organization or (null) in any; expired and removed ones if asked for. */
export function serviceUsers(view: View, orgId: string | null, includeInactive: boolean): SentServiceUser[] {
  return view.world.serviceUsers
    .filter(
      (serviceUser) => serviceUser.createdAt <= view.now && (includeInactive || isActive(view, serviceUser)),
    )
    .filter(
      ({ direct }) =>
        orgId === null || direct.some(({ roles }) => roles.some((role) => role.org_id === orgId)),
    )
    .map((serviceUser) => ({
      service_user_id: serviceUser.id,
      name: serviceUser.name,
      expires_at: serviceUser.expiresAt,
      deleted_at:
        serviceUser.deletedAt !== null && serviceUser.deletedAt <= view.now ? serviceUser.deletedAt : null,
      role_assignments: held(view, serviceUser.direct, orgId),
    }));
}

function isActive({ now }: View, { expiresAt, deletedAt }: ServiceUser): boolean {
  return (expiresAt ?? Infinity) > now && (deletedAt ?? Infinity) > now;
}

/** A group of the identity provider and the roles that come with it, as Devin sends it. */
export interface SentGroup {
  idp_group_name: string;
  role_assignments: { role: object }[];
}

/** Groups that give a role now, by name. */
export function idpGroups(view: View, orgId: string | null): SentGroup[] {
  const groups = new Map<string, Map<string, { role: object }>>();
  for (const person of view.world.people) {
    for (const { idp_group_name: name, ...assignment } of held(view, person.idp, orgId)) {
      const known = groups.get(name) ?? new Map<string, { role: object }>();
      groups.set(name, known.set(JSON.stringify(assignment), assignment));
    }
  }
  return [...groups]
    .map(([name, assignments]) => ({ idp_group_name: name, role_assignments: [...assignments.values()] }))
    .sort((left, right) => (left.idp_group_name < right.idp_group_name ? -1 : 1));
}
