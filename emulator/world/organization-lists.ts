import { isoOf, secondsPerDay } from './billing-days';
import { fraction, hash, pick } from './random';
import type { Organization, World } from './world';

/** An automation as Devin sends it. */
export interface Automation {
  automation_id: string;
  created_at: number;
  [field: string]: unknown;
}

/** A schedule as Devin sends it, whose times are texts. */
export interface Schedule {
  scheduled_session_id: string;
  [field: string]: unknown;
}

/** The metadata of a secret as Devin sends it. */
export interface Secret {
  secret_id: string;
  created_at: number;
  [field: string]: unknown;
}

const perOrganization = 3;
const hour = 3_600;

/** What ids of things of an organization have in common. */
export function codeOf(orgId: string): string {
  return orgId.slice('org-'.length);
}

/** The id of one of the three automations of an organization. */
export function automationId(orgId: string, number: number): string {
  return `automation-${codeOf(orgId)}-${number % perOrganization}`;
}

export function numbered<Item>(make: (index: number) => Item): Item[] {
  return Array.from({ length: perOrganization }, (_, index) => make(index));
}

/** Who made something, and who changed it. */
export function makerOf(world: World, key: number): string {
  return world.people[key % Math.max(1, world.people.length)]?.id ?? 'nobody';
}

/** The automations of an organization, newest first. */
export function automationsOf(
  world: World,
  { org_id: orgId, created_at: since }: Organization,
): Automation[] {
  return numbered((index): Automation => {
    const key = hash(world.seed, index, 200) ^ hash(since, index, 201);
    const createdAt = since + (index + 1) * hour;
    const actor = { type: 'user', id: makerOf(world, key), name: index === 1 ? null : 'Somebody' };
    return {
      automation_id: automationId(orgId, index),
      name: pick(['Triage new tickets', 'Review dependency updates', 'Nightly clean-up'], index / 3),
      enabled: index !== 2,
      triggers: [
        { event_type: 'webhook:incoming', conditions: null, secret: null },
        ...(index === 0 ? [{ event_type: 'schedule:cron', conditions: { any: [{ all: [] }] } }] : []),
      ],
      actions: [{ kind: 'start_session', prompt: `A prompt that no record may hold, ${key}` }],
      created_by: actor,
      created_at: createdAt,
      updated_at: createdAt + 12 * secondsPerDay,
      last_edited_by: index === 0 ? actor : null,
      last_invocation:
        index === 2
          ? null
          : { fired_at: createdAt + 2 * secondsPerDay, status: 'succeeded', run_id: `run-${key}` },
      next_run_at: index === 0 ? createdAt + 400 * secondsPerDay : null,
      run_as: { kind: 'organization' },
      metadata: { team: 'platform' },
      limits: index === 0 ? { max_runs_per_day: 20 } : null,
      concurrency: { max_runs: 1 },
      notifications: index === 0 ? { on_failure: true } : null,
      ...(index === 1 && { version: 4 }),
    };
  }).reverse();
}

/** The secrets of an organization. */
export function secretsOf(world: World, { org_id: orgId, created_at: since }: Organization): Secret[] {
  return numbered((index): Secret => {
    const key = hash(world.seed, index, 202) ^ hash(since, index, 203);
    const createdAt = since + (index + 1) * secondsPerDay;
    return {
      secret_id: `secret-${codeOf(orgId)}-${index}`,
      key: index === 2 ? null : pick(['REGISTRY_TOKEN', 'DATABASE_URL', 'SESSION_COOKIE'], index / 3),
      note: index === 0 ? 'Ask the platform team' : null,
      is_sensitive: fraction(key, 0, 1) < 0.7,
      secret_type: pick(['key-value', 'totp', 'cookie'], index / 3),
      access_type: fraction(key, 0, 2) < 0.5 ? 'org' : 'personal',
      created_by: makerOf(world, key),
      created_at: createdAt,
      ...(index === 0 && { updated_at: createdAt + hour, updated_by: makerOf(world, key) }),
    };
  });
}

/** The schedules of an organization. */
export function schedulesOf(world: World, { org_id: orgId, created_at: since }: Organization): Schedule[] {
  return numbered((index): Schedule => {
    const key = hash(world.seed, index, 204) ^ hash(since, index, 205);
    const createdAt = since + (index + 1) * hour;
    const isOnce = index === 2;
    return {
      scheduled_session_id: `sched-${codeOf(orgId)}-${index}`,
      org_id: orgId,
      name: pick(['Morning triage', 'Dependency updates', 'Release notes'], index / 3),
      prompt: 'Go through the new tickets',
      playbook: index === 0 ? { playbook_id: 'playbook-1', title: 'Fix a flaky test' } : null,
      frequency: isOnce ? null : '0 6 * * 1-5',
      scheduled_at: isOnce ? isoOf(createdAt + hour) : null,
      enabled: index !== 1,
      agent: 'devin',
      notify_on: pick(['always', 'failure', 'never'], index / 3),
      created_by: index === 1 ? null : makerOf(world, key),
      created_at: isoOf(createdAt),
      updated_at: isoOf(createdAt + hour),
      last_executed_at: index === 1 ? null : isoOf(createdAt + 2 * hour),
      last_error_at: index === 0 ? isoOf(createdAt + 2 * hour) : null,
      last_error_message: index === 0 ? 'The repository could not be cloned' : null,
      consecutive_failures: index === 0 ? 1 : 0,
      ...(index === 0 && newerFieldsOf(makerOf(world, key))),
    };
  });
}

function newerFieldsOf(editor: string): object {
  return {
    ...{ schedule_type: 'recurring', interval_count: 1, tags: ['triage'], last_edited_by: editor },
    ...{ bypass_approval: false, platform: 'linux', slack_channel_id: 'C1', slack_team_id: 'T1' },
    target_devin_id: null,
  };
}
