import {
  array,
  integer,
  nullableBoolean,
  nullableObject,
  nullableString,
  number,
  object,
  string,
} from '../devin/answer';
import { changesStream } from '../sync/changes';
import { timestamp } from '../sync/timestamp';

/** A pull request of a session. */
interface PullRequest {
  pr_url: string;
  pr_state: string | null;
}

export interface SessionsRecord {
  session_id: string;
  org_id: string;
  url: string;
  /** `new`, `claimed`, `running`, `exit`, `error`, `suspended`, `resuming`; others may come. */
  status: string;
  status_detail: string | null;
  title: string | null;
  tags: string[];
  /** The user who started the session; null where a service user did. */
  user_id: string | null;
  service_user_id: string | null;
  playbook_id: string | null;
  /** @format date-time */
  created_at: string;
  /** @format date-time */
  updated_at: string;
  /** ACUs so far; may trail behind the consumption streams. */
  acus_consumed: number;
  pull_requests: PullRequest[];
  origin: string | null;
  category: string | null;
  subcategory: string | null;
  is_archived: boolean | null;
  parent_session_id: string | null;
  child_session_ids: string[] | null;
  structured_output: object | null;
  automation_id: string | null;
  devin_mode: string | null;
  repo_names: string[] | null;
}

export const sessionsPermission = {
  enterprise: { name: 'ViewAccountSessions' },
  organization: { name: 'ViewOrgSessions' },
};

export const sessions = changesStream<SessionsRecord>({
  name: 'sessions',
  description:
    'Sessions as they were last updated, with their pull requests; a session comes again when it changes.',
  scopes: ['enterprise', 'organization'],
  primaryKey: ['session_id'],
  cursorField: 'updated_at',
  permission: sessionsPermission,
  endpoint: '/sessions',
  probes: (scope) => [{ paths: [scope.path('sessions')], query: { first: 1 } }],
  path: (scope) => scope.path('sessions'),
  kind: 'updated',
  query: (after, before) => ({ updated_after: after, updated_before: before }),
  row: session,
});

/** The fields of a session. */
export function session(item: unknown): SessionsRecord {
  const fields = object(item, 'a session');
  return {
    session_id: string(fields, 'session_id'),
    org_id: string(fields, 'org_id'),
    url: string(fields, 'url'),
    status: string(fields, 'status'),
    tags: texts(fields.tags, 'tags') ?? [],
    created_at: timestamp(integer(fields, 'created_at')),
    updated_at: timestamp(integer(fields, 'updated_at')),
    acus_consumed: number(fields, 'acus_consumed'),
    pull_requests: array(fields.pull_requests, 'pull_requests').map(pullRequest),
    is_archived: nullableBoolean(fields, 'is_archived'),
    child_session_ids: texts(fields.child_session_ids, 'child_session_ids'),
    structured_output: nullableObject(fields, 'structured_output'),
    repo_names: texts(fields.repo_names, 'repo_names'),
    ...optionalTexts(fields),
  };
}

function optionalTexts(fields: Record<string, unknown>) {
  return {
    status_detail: nullableString(fields, 'status_detail'),
    title: nullableString(fields, 'title'),
    user_id: nullableString(fields, 'user_id'),
    service_user_id: nullableString(fields, 'service_user_id'),
    playbook_id: nullableString(fields, 'playbook_id'),
    origin: nullableString(fields, 'origin'),
    category: nullableString(fields, 'category'),
    subcategory: nullableString(fields, 'subcategory'),
    parent_session_id: nullableString(fields, 'parent_session_id'),
    automation_id: nullableString(fields, 'automation_id'),
    devin_mode: nullableString(fields, 'devin_mode'),
  };
}

function pullRequest(item: unknown): PullRequest {
  const fields = object(item, 'a pull request');
  return { pr_url: string(fields, 'pr_url'), pr_state: nullableString(fields, 'pr_state') };
}

function texts(value: unknown, field: string): string[] | null {
  return value == null
    ? null
    : array(value, field).map((text) => (text === '' ? text : string({ [field]: text }, field)));
}
