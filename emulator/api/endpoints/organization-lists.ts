import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageOf } from '../paging';
import { automationsOf, secretsOf } from '../../world/organization-lists';
import type { Organization, World } from '../../world/world';

/** Lists that each organization has and the enterprise has not. */
export const organizationListEndpoints: Endpoint[] = [
  {
    path: '/v3/organizations/{org_id}/automations',
    permission: permissions.orgAutomations,
    answer: listed(automationsOf, ({ automation_id: id }) => id),
  },
  {
    path: '/v3/organizations/{org_id}/secrets',
    permission: permissions.orgSecrets,
    answer: listed(secretsOf, ({ secret_id: id }) => id),
  },
];

function listed<Item extends { created_at: number }>(
  itemsOf: (world: World, organization: Organization) => Item[],
  keyOf: (item: Item) => string,
): Endpoint['answer'] {
  return (call) => pageOf(call, existing(call, itemsOf), { keyOf });
}

/** What the organization of the path has by now. */
function existing<Item extends { created_at: number }>(
  { view, orgId }: Call,
  itemsOf: (world: World, organization: Organization) => Item[],
): Item[] {
  return view.world.organizations
    .filter(({ org_id: id }) => id === orgId)
    .flatMap((organization) => itemsOf(view.world, organization))
    .filter(({ created_at: createdAt }) => createdAt <= view.now);
}
