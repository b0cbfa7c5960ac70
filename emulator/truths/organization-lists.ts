import { organizationGroups, organizationLimits, usageTiers } from '../world/enterprise-limits';
import { notesOf, playbooksOf } from '../world/knowledge';
import { automationsOf, schedulesOf, secretsOf } from '../world/organization-lists';
import { gitConnections, repositories } from '../world/repositories';
import type { Organization, World } from '../world/world';
import type { Question, Reader, TruthRecord } from './question';
import { withInstants, withRaw, withRest } from './records';

/** Lists of each organization. */
export const organizationListReaders: Record<string, Reader> = {
  automations: (question) =>
    ofEach(question, automationsOf, ({ triggers, ...automation }) => {
      const known = { ...automation, triggers: (triggers as TruthRecord[]).map(asTrigger) };
      const last = withRaw(automation['last_invocation'], ['run_id']);
      const run = { last_invocation: last && withInstants(last) };
      const record: TruthRecord = { ...known, ...run };
      delete record['actions'];
      return withRest(question, record, ['version']);
    }),
  secrets: (question) =>
    ofEach(question, secretsOf, (secret) => ({ updated_at: null, updated_by: null, ...secret })),
  schedules: (question) =>
    ofEach(question, schedulesOf, (schedule) => ({ ...absentInSchedules, ...schedule })),
  playbooks: (question) =>
    ofOwners(question, playbooksOf).map((playbook) => ({ structured_output_schema: null, ...playbook })),
  knowledge_notes: (question) => ofOwners(question, notesOf),
  repositories: (question) => ofEach(question, repositories, (repository) => repository),
  git_connections: ({ view, orgId }) =>
    gitConnections(view.world).map((connection) => {
      const { git_connection_id, host } = connection;
      const reached = { git_connection_id, git_provider_type: null, name: null, host, created_at: null };
      return orgId === null ? withInstants({ ...connection }) : reached;
    }),
  organization_acu_limits: (question) =>
    ofEach(
      question,
      (world, organization) => [organizationLimits(world, organization.org_id)],
      (limits) => ({ local_agent: null, cloud_agent: null, ...limits }),
    ),
  organization_group_limits: ({ view }) =>
    Object.entries(organizationGroups(view.world)).map(([name, group]) => ({ group_name: name, ...group })),
  usage_tiers: (question) => usageTiers(question.view).map((tier) => withRest(question, tier, ['color'])),
};

/** Newer fields that a schedule may lack. */
const absentInSchedules = {
  ...{ schedule_type: null, interval_count: null, tags: null, last_edited_by: null, bypass_approval: null },
  ...{ platform: null, slack_channel_id: null, slack_team_id: null, target_devin_id: null },
};

/** What each requested organization has, and in enterprise scope what the enterprise has. */
function ofOwners(
  { view, orgId }: Question,
  itemsOf: (world: World, organization: Organization | null) => TruthRecord[],
): TruthRecord[] {
  const organizations = view.world.organizations.filter(({ org_id: id }) => orgId === null || id === orgId);
  const owners = orgId === null ? [null, ...organizations] : organizations;
  return owners.flatMap((owner) => itemsOf(view.world, owner)).map(withInstants);
}

function asTrigger({ event_type: type, conditions }: TruthRecord): TruthRecord {
  return { event_type: type, conditions };
}

/** The rows of each requested organization, with its id. */
function ofEach<Item>(
  { view, orgId }: Question,
  itemsOf: (world: World, organization: Organization) => Item[],
  tell: (item: Item) => TruthRecord,
): TruthRecord[] {
  return view.world.organizations
    .filter(({ org_id: id }) => orgId === null || id === orgId)
    .flatMap((organization) =>
      itemsOf(view.world, organization).map((item) => ({
        ...withInstants(tell(item)),
        org_id: organization.org_id,
      })),
    );
}
