import { isMemberAt } from './activity';
import { startOf } from './billing-days';
import { between, fraction, hash, pick } from './random';
import type { World } from './world';

/** An entry as Devin sends it. */
export interface AuditLog {
  audit_log_id: string;
  created_at: number;
  action: string;
  data: Record<string, unknown>;
  org_id: string | null;
  user_id: string | null;
  user_email: string | null;
  service_user_id: string | null;
  service_user_name: string | null;
}

const actions = ['login', 'create_session', 'update_member_role', 'create_service_user', 'update_settings'];

/** A day's entries, oldest first; people do things only while they are members. */
export function auditLogsOn(world: World, day: number): AuditLog[] {
  if (day < world.firstDay) return [];
  const count = between(0, 6, fraction(world.seed, day, 90));
  const entries = Array.from({ length: count }, (_, index) => {
    const key = hash(world.seed, day, 91 + index);
    const createdAt = startOf(day) + between(1, 86_398, fraction(key, 0, 1));
    return {
      audit_log_id: `audit-${day.toString(36)}-${key.toString(16).padStart(8, '0')}`,
      created_at: createdAt,
      action: pick(actions, fraction(key, 0, 2)),
      data: { source: fraction(key, 0, 3) < 0.5 ? 'webapp' : 'api' },
      org_id: fraction(key, 0, 4) < 0.3 ? null : pick(world.organizations, fraction(key, 0, 5)).org_id,
      ...doer(world, key, createdAt),
    };
  });
  return entries.sort((left, right) => left.created_at - right.created_at);
}

function doer(
  world: World,
  key: number,
  seconds: number,
): Pick<AuditLog, 'user_id' | 'user_email' | 'service_user_id' | 'service_user_name'> {
  const person = world.people[hash(key, 0, 6) % Math.max(1, world.people.length)];
  if (person && isMemberAt(person, seconds)) {
    return { user_id: person.id, user_email: person.email, service_user_id: null, service_user_name: null };
  }
  const { id, name } = pick(world.serviceUsers.slice(0, 2), fraction(key, 0, 7));
  return { user_id: null, user_email: null, service_user_id: id, service_user_name: name };
}
