import { fields } from '../sync/fields/field-list';
import { flag, integer, number, optional, required, rest, text } from '../sync/fields/fields';
import { snapshotStream } from '../sync/shapes/snapshot';

// Unverified: the names of the id and of the name, and the path.
const tier = fields('a usage tier', {
  tier_id: required(text('The id of the tier.')),
  name: optional(text('The name of the tier.')),
  is_default: flag('True for the tier of everyone who is in no other.'),
  cycle_acu_limit: optional(
    number('The maximum of ACUs that each member may consume in one billing cycle. Null for no limit.'),
  ),
  policy: text(
    'What happens if a member asks for more: `unconditional`, `conditional` or `manual`. Devin may add others.',
  ),
  max_limit: optional(number('The highest limit that a member can get by asking. Null for no maximum.')),
  priority: integer('The tier with the highest priority counts for a member of several groups.'),
  member_count: integer('How many people are in the tier.'),
  raw: rest('All other fields that Devin sends. Null if there are none.'),
});

export const usageTiers = snapshotStream({
  name: 'usage_tiers',
  description: 'The current usage tiers of the enterprise: how many ACUs a member may consume.',
  fields: tier.fields,
  scopes: ['enterprise'],
  primaryKey: ['tier_id'],
  permission: { enterprise: { name: 'ViewAccountConsumption' } },
  beta: ['enterprise'],
  endpoint: '/usage-policies/tiers',
  probes: (scope) => [{ paths: [scope.betaPath('usage-policies', 'tiers')], query: { first: 1 } }],
  path: (scope) => scope.betaPath('usage-policies', 'tiers'),
  row: tier.read,
});
