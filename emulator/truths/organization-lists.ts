import { automationsOf, secretsOf } from '../world/organization-lists';
import type { Organization, World } from '../world/world';
import type { Question, Reader, TruthRecord } from './question';
import { withInstants, withRaw, withRest } from './records';

/** Lists of each organization. */
export const organizationListReaders: Record<string, Reader> = {
  automations: (question) =>
    ofEach(question, automationsOf, ({ triggers, ...automation }) => {
      const known = { ...automation, triggers: (triggers as TruthRecord[]).map(asTrigger) };
      const run = { last_invocation: withRaw(automation['last_invocation'], ['run_id']) };
      const record: TruthRecord = { ...known, ...run };
      delete record['actions'];
      return withRest(question, record, ['version']);
    }),
  secrets: (question) =>
    ofEach(question, secretsOf, (secret) => ({ updated_at: null, updated_by: null, ...secret })),
};

function asTrigger({ event_type: type, conditions }: TruthRecord): TruthRecord {
  return { event_type: type, conditions };
}

/** The rows of each requested organization, with its id. */
function ofEach<Item extends { created_at: number }>(
  { view, orgId }: Question,
  itemsOf: (world: World, organization: Organization) => Item[],
  tell: (item: Item) => TruthRecord,
): TruthRecord[] {
  return view.world.organizations
    .filter(({ org_id: id }) => orgId === null || id === orgId)
    .flatMap((organization) =>
      itemsOf(view.world, organization)
        .filter(({ created_at: createdAt }) => createdAt <= view.now)
        .map((item) => ({ org_id: organization.org_id, ...withInstants(tell(item)) })),
    );
}
