import {
  rolesAt,
  type IdpRoleAssignment,
  type Person,
  type Role,
  type RoleAssignment,
  type Span,
} from './people';
import type { View } from './view';

type Sent<Assignment extends RoleAssignment> = Omit<Assignment, 'role'> & {
  role: Omit<Role, 'role_type'> & { role_type?: string };
};

export interface DirectMember {
  user_id: string;
  email: string | null;
  name: string | null;
  role_assignments: Sent<RoleAssignment>[];
}

export interface IdpMember {
  user_id: string;
  email: string | null;
  name: string | null;
  idp_role_assignments: Sent<IdpRoleAssignment>[];
}

/** People with a direct role now, in one organization or (null) anywhere; each with the requested roles. */
export function directMembers(view: View, orgId: string | null): DirectMember[] {
  return view.once(`direct ${orgId ?? ''} ${view.switches.roleType}`, () =>
    view.world.people
      .map((person) => ({ ...whoIs(person), role_assignments: held(view, person.direct, orgId) }))
      .filter((member) => member.role_assignments.length > 0),
  );
}

/** The same for people who come through identity-provider groups. */
export function idpMembers(view: View, orgId: string | null): IdpMember[] {
  return view.once(`idp ${orgId ?? ''} ${view.switches.roleType}`, () =>
    view.world.people
      .map((person) => ({ ...whoIs(person), idp_role_assignments: held(view, person.idp, orgId) }))
      .filter((member) => member.idp_role_assignments.length > 0),
  );
}

function whoIs(person: Person): { user_id: string; email: string | null; name: string | null } {
  return { user_id: person.id, email: person.email, name: person.name };
}

/** Roles held now, in one organization or (null) anywhere, as Devin sends them. */
export function held<Assignment extends RoleAssignment>(
  view: View,
  spans: readonly Span<Assignment>[],
  orgId: string | null,
): Sent<Assignment>[] {
  return rolesAt(spans, view.now)
    .filter((assignment) => orgId === null || assignment.org_id === orgId)
    .map((assignment) => ({ ...assignment, role: sentRole(view, assignment.role) }));
}

/** A role as Devin sends it, with or without its type. */
function sentRole(view: View, role: Role): Sent<RoleAssignment>['role'] {
  if (view.switches.roleType === 'present') return role;
  return { role_id: role.role_id, role_name: role.role_name };
}
