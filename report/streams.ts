/** The streams that the report reads, with their primary keys. */
export const primaryKeys = {
  acu_limits: ['limit_id'],
  billing_cycles: ['cycle_start_at'],
  daily_consumption: ['date'],
  daily_pr_metrics: ['date'],
  daily_service_user_consumption: ['date', 'service_user_id'],
  daily_user_consumption: ['date', 'user_id'],
  members: ['user_id'],
  weekly_active_users: ['period_start'],
} as const;

export type StreamName = keyof typeof primaryKeys;

/**
 * Streams that a connection may not have, in organization scope or without a permission, and the empty table
 * that stands in for each.
 */
export const standIns: Readonly<Partial<Record<StreamName, string>>> = {
  acu_limits: 'CREATE TEMP TABLE acu_limits (scope VARCHAR, cycle_acu_limit BIGINT);',
  daily_service_user_consumption:
    'CREATE TEMP TABLE daily_service_user_consumption (date DATE, acus DOUBLE);',
};
