import { isMemberAt } from './activity';
import type { View } from './view';
import type { World } from './world';

/** Groups of organizations by name, as Devin sends them. */
export function organizationGroups({ organizations }: World): Record<string, Record<string, unknown>> {
  const ids = organizations.map(({ org_id: id }) => id);
  return {
    Product: { org_ids: ids.slice(0, 2), max_cycle_acus: 5_000 },
    Platform: { org_ids: ids.slice(2), max_cycle_acus: null },
  };
}

/** The limits of an organization as Devin sends them: without those that are not set. */
export function organizationLimits({ organizations }: World, orgId: string): Record<string, unknown> {
  const limits = [
    { local_agent: { cycle_acu_limit: 400 }, cloud_agent: { cycle_acu_limit: 1_500.5 } },
    { cloud_agent: { cycle_acu_limit: 900 } },
  ];
  return limits[organizations.findIndex(({ org_id: id }) => id === orgId)] ?? {};
}

/** Usage tiers as Devin sends them, the highest priority first. */
export function usageTiers({ world, now }: View): Record<string, unknown>[] {
  const members = world.people.filter((person) => isMemberAt(person, now)).length;
  const tier = (id: string, isDefault: boolean, limit: number | null): Record<string, unknown> => ({
    tier_id: `tier-${id.toLowerCase()}`,
    name: id,
    is_default: isDefault,
    cycle_acu_limit: limit,
  });
  return [
    { ...tier('Leads', false, null), policy: 'unconditional', max_limit: null, priority: 2, member_count: 1 },
    {
      ...{
        ...tier('Power', false, 400),
        policy: 'conditional',
        max_limit: 800,
        priority: 1,
        member_count: 0,
      },
      color: 'blue',
    },
    {
      ...{ ...tier('Everyone', true, 100), policy: 'manual', max_limit: null, priority: 0 },
      member_count: Math.max(0, members - 1),
    },
  ];
}
