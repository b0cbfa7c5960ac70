import type { DevinScope } from '../devin/scope';
import type { Probe } from '../sync/define';
import { changesStream } from '../sync/shapes/changes';
import type { IndexedList } from '../sync/hints/indexed-list';
import { fields } from '../sync/fields/field-list';
import { list, record } from '../sync/fields/nested-fields';
import { isObject } from '../devin/http/answer';
import { added, flag, json, number, optional, required, text, time } from '../sync/fields/fields';

/** A session. */
export const session = fields('a session', {
  session_id: required(text('The id of the session.')),
  org_id: text('The organization of the session.'),
  url: text('The address of the session in the web app.'),
  status: text(
    'The state of the session: `new`, `claimed`, `running`, `exit`, `error`, `suspended` or `resuming`. Devin may add others.',
  ),
  status_detail: optional(text('More about the state, such as `working`, `waiting_for_user` or `finished`.')),
  title: optional(text('The title of the session.')),
  tags: list(text(), 'The tags of the session.'),
  user_id: optional(text('The id of the user who started the session. Null if a service user started it.')),
  service_user_id: optional(
    text('The id of the service user that started the session. Null if a person started it.'),
  ),
  playbook_id: optional(text('The id of the playbook of the session. Null if there is none.')),
  created_at: time('When the session was created.'),
  updated_at: required(time('When the session was last updated.')),
  acus_consumed: optional(
    number(
      'ACUs that the session has consumed so far. The consumption streams may be more recent. Null if Devin does not send it.',
    ),
  ),
  pull_requests: list(
    record('A pull request of the session.', {
      pr_url: text('The address of the pull request.'),
      pr_state: optional(text('The state of the pull request, such as `open`, `closed` or `merged`.')),
    }),
    'The pull requests of the session.',
  ),
  origin: optional(text('Where the session was started, such as `webapp`, `slack`, `api` or `automation`.')),
  category: optional(text('The category of work, as Devin sends it.')),
  subcategory: optional(text('The subcategory of work, as Devin sends it.')),
  is_archived: optional(flag('True if the session is archived.')),
  parent_session_id: optional(text('The id of the parent session. Null if there is none.')),
  child_session_ids: optional(list(text(), 'The ids of the child sessions.')),
  structured_output: optional(json('The structured output of the session, as Devin sends it.')),
  automation_id: optional(text('The id of the automation of the session. Null if there is none.')),
  devin_mode: optional(text('The mode of Devin, such as `normal`, `fast` or `lite`. Devin may add others.')),
  repo_names: optional(list(text(), 'The names of the repositories of the session, as Devin sends them.')),
});

export const sessionsPermission = {
  enterprise: { name: 'ViewAccountSessions' },
  organization: { name: 'ViewOrgSessions' },
};

/** The list of sessions. */
export const sessionList = {
  permission: sessionsPermission,
  path: (scope: DevinScope) => scope.path('sessions'),
  query: (after: number, before: number | undefined) => ({ updated_after: after, updated_before: before }),
};

/** Asks for one session. */
export function sessionProbe(scope: DevinScope): Probe {
  return { paths: [sessionList.path(scope)], query: { first: 1 }, permission: sessionsPermission };
}

/** The fields that name the session of a row. */
export const ofSession = {
  session_id: added(text('The id of the session, as in `sessions`.')),
  org_id: optional(text('The organization of the session.')),
};

/** Who had sessions and pull requests on which day, as the list of sessions says. */
export const sessionIndex: IndexedList = {
  name: 'sessions',
  path: (scope) => scope.path('sessions'),
  query: ({ after, before }) => ({ created_after: after, created_before: before }),
  mostDaysAfter: 3,
  entry: (item) => {
    if (!isObject(item)) return undefined;
    const { user_id: userId, created_at: createdAt, updated_at: updatedAt, pull_requests: found } = item;
    return {
      subject: typeof userId === 'string' ? userId : undefined,
      createdAt: Number(createdAt),
      updatedAt: Number(updatedAt ?? NaN),
      events: { sessions: 1, pull_requests: Array.isArray(found) ? found.length : 0 },
    };
  },
};

export const sessions = changesStream({
  name: 'sessions',
  description:
    'Sessions in their last known state, with their pull requests. A session is sent again when it changes.',
  fields: session.fields,
  scopes: ['enterprise', 'organization'],
  primaryKey: ['session_id'],
  cursorField: 'updated_at',
  ...sessionList,
  endpoint: '/sessions',
  probes: (scope) => [sessionProbe(scope)],
  kind: 'updated',
  row: session.read,
  index: sessionIndex,
});
