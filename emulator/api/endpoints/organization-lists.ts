import type { Call, Endpoint } from '../endpoint';
import { permissions } from '../keys';
import { pageByOffset, pageOf, type ListForm } from '../paging';
import { notesOf, playbooksOf } from '../../world/knowledge';
import { automationsOf, schedulesOf, secretsOf } from '../../world/organization-lists';
import { gitConnections, repositories } from '../../world/repositories';
import type { Organization, World } from '../../world/world';

const ofOrganization = '/v3/organizations/{org_id}';

/** Lists of what Devin is set up with. */
export const organizationListEndpoints: Endpoint[] = [
  {
    path: `${ofOrganization}/automations`,
    permission: permissions.orgAutomations,
    answer: listed(automationsOf, ({ automation_id: id }) => id),
  },
  {
    path: `${ofOrganization}/secrets`,
    permission: permissions.orgSecrets,
    answer: listed(secretsOf, ({ secret_id: id }) => id),
  },
  {
    path: `${ofOrganization}/schedules`,
    permission: permissions.orgSchedules,
    answer: listed(schedulesOf, ({ scheduled_session_id: id }) => id, pageByOffset),
  },
  ...alsoOfEnterprise('playbooks', [permissions.accountPlaybooks, permissions.orgPlaybooks], (call) =>
    pageOf(call, inEither(call, playbooksOf), { keyOf: ({ playbook_id: id }) => id }),
  ),
  ...alsoOfEnterprise('knowledge/notes', [permissions.accountKnowledge, permissions.orgKnowledge], (call) =>
    pageOf(call, inEither(call, notesOf), { keyOf: ({ note_id: id }) => id }),
  ),
  {
    path: '/v3beta1/organizations/{org_id}/repositories',
    permission: permissions.orgRead,
    isBeta: true,
    answer: (call) =>
      pageOf(call, repositories(call.view.world), { keyOf: ({ provider_repository_id: id }) => id }),
  },
  {
    path: '/v3/enterprise/git-providers/connections',
    permission: permissions.gitIntegrations,
    answer: (call) =>
      pageOf(call, gitConnections(call.view.world), { keyOf: ({ git_connection_id: id }) => id }),
  },
];

type Page = <Item>(call: Call, all: readonly Item[], form: ListForm<Item>) => unknown;

function alsoOfEnterprise(
  end: string,
  [account, organization]: [Endpoint['permission'], Endpoint['permission']],
  answer: Endpoint['answer'],
): Endpoint[] {
  return [
    { path: `/v3/enterprise/${end}`, permission: account, answer },
    { path: `${ofOrganization}/${end}`, permission: organization, answer },
  ];
}

function listed<Item>(
  itemsOf: (world: World, organization: Organization) => Item[],
  keyOf: (item: Item) => string,
  page: Page = pageOf,
): Endpoint['answer'] {
  return (call) =>
    page(
      call,
      organizationsOf(call).flatMap((each) => itemsOf(call.view.world, each)),
      { keyOf },
    );
}

/** The organization of the path, or all of them. */
function organizationsOf({ view, orgId }: Call): Organization[] {
  return view.world.organizations.filter(({ org_id: id }) => orgId === null || id === orgId);
}

/** What the organization of the path has; or what the enterprise has, perhaps with that of all organizations. */
function inEither<Item>(
  call: Call,
  itemsOf: (world: World, organization: Organization | null) => Item[],
): Item[] {
  const { world, switches } = call.view;
  if (call.orgId === null && switches.enterpriseLists === 'own') return itemsOf(world, null);
  const organizations = organizationsOf(call);
  const owners = call.orgId === null ? [null, ...organizations] : organizations;
  return owners.flatMap((owner) => itemsOf(world, owner));
}
