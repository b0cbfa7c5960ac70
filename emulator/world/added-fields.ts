/** Fields that no document knows, as the switch `addedFields` adds them. */
export const addedFields = {
  generated_at: 1_795_000_000,
  revision: 'r7',
  region: { name: 'north', shards: 3, is_primary: true },
};
