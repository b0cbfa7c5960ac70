import { streams } from '../src/streams';

/** The primary key of each stream that the connector has. */
const primaryKeys = new Map<string, readonly string[]>(
  streams.map(({ name, primaryKey }) => [name, primaryKey]),
);

export function isStream(name: string): boolean {
  return primaryKeys.has(name);
}

export function primaryKeyOf(stream: string): readonly string[] {
  return primaryKeys.get(stream) ?? [];
}

/** The streams that the page uses. */
const used = [
  'acu_limits',
  'billing_cycles',
  'daily_consumption',
  'daily_pr_metrics',
  'daily_service_user_consumption',
  'daily_user_consumption',
  'members',
  'weekly_active_users',
] as const;

export type StreamName = (typeof used)[number];

export function usedStreams(): ReadonlySet<string> {
  return new Set(used);
}

/**
 * Streams that a connection may not have, in organization scope or without a permission, and the empty table
 * that stands in for each.
 */
export const standIns: Readonly<Partial<Record<string, string>>> = {
  acu_limits: 'CREATE TEMP TABLE acu_limits (scope VARCHAR, cycle_acu_limit BIGINT);',
  daily_service_user_consumption:
    'CREATE TEMP TABLE daily_service_user_consumption (date DATE, acus DOUBLE);',
};
