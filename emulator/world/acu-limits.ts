import type { World } from './world';

/** A limit as Devin sends it. */
export interface AcuLimit {
  cycle_acu_limit: number;
  scope: 'enterprise' | 'org' | 'user';
  org_id: string | null;
  user_id: string | null;
}

/** A little more than people use in a billing cycle. */
const acusPerPerson = 35;

/** The limits of the enterprise, of the organizations that have one, and of two people. */
export function acuLimits(world: World): AcuLimit[] {
  const none = { org_id: null, user_id: null };
  return [
    { ...none, cycle_acu_limit: acusPerPerson * world.people.length, scope: 'enterprise' },
    ...world.organizations.flatMap(({ org_id, max_cycle_acu_limit: limit }) =>
      limit === null ? [] : [{ ...none, cycle_acu_limit: limit, scope: 'org' as const, org_id }],
    ),
    ...world.people.slice(0, 2).map(({ id }) => ({
      ...none,
      cycle_acu_limit: 250,
      scope: 'user' as const,
      user_id: id,
    })),
  ];
}
