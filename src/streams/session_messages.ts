import VError from 'verror';
import type { DevinScope } from '../devin/scope';
import type { Day } from '../sync/days';
import type { ReadContext } from '../sync/define';
import { fields } from '../sync/fields/field-list';
import { required, text, time } from '../sync/fields/fields';
import { SessionPaths, type SessionPath } from '../sync/requests/session-paths';
import { perSessionStream } from '../sync/shapes/per-session';
import { RecentTexts } from '../sync/shapes/recent-texts';
import { ofSession, sessionList, sessionProbe, sessionsPermission } from './sessions';

const message = fields('a message', {
  event_id: required(text('The id of the message. It is unique at least within its session.')),
  source: text('Who wrote the message: `devin` or `user`. Devin may add others.'),
  message: text('The text of the message: **free text** of people and of Devin.'),
  created_at: required(time('When the message was written.')),
});

/** With fewer sessions, all of them may have been deleted since they were listed. */
const fewestForAbsence = 10;

/** If pages overlap, each message comes once within this many. */
const rememberedMessages = 1_000;

export const sessionMessages = perSessionStream({
  name: 'session_messages',
  description:
    "The messages of people and Devin in each session that changed. They are **free text about people's work**: sync this stream " +
    'only if everyone who can read the destination may read that text. All messages of a session come again when it changes.',
  fields: { ...ofSession, ...message.fields },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['session_id', 'event_id'],
  cursorField: 'created_at',
  permission: sessionsPermission,
  endpoint: '/sessions/{session_id}/messages',
  probes: (scope) => [sessionProbe(scope)],
  list: sessionList,
  reader: (context) => {
    const paths = new SessionPaths(pathsIn(context.scope));
    return async function* (session) {
      const pages = await paths.ask(
        session,
        (path) => firstPage(context, path),
        ({ first }) => first.length > 0,
      );
      const named = { session_id: session.id, org_id: session.orgId };
      const seen = new RecentTexts(rememberedMessages);
      const asRows = (page: readonly unknown[]) =>
        page
          .map((item) => ({ ...named, ...message.read(item, context) }))
          .filter(({ event_id: id, created_at: created }) => {
            return isWithin(created, session.from, context) && seen.add(id);
          });
      yield asRows(pages.first);
      for await (const page of pages.others) yield asRows(page);
    };
  },
  allUnknown: (_, { count }) => {
    if (count < fewestForAbsence) return Promise.resolve();
    const info = { code: 'invalid_permissions', failureType: 'config_error', outcome: 'not_found' };
    const what = `Devin answered 404 for the messages of all ${count} sessions, although it lists them`;
    return Promise.reject(new VError({ info }, '%s', what));
  },
});

/** Where the path of the enterprise is refused, the one of the session's organization may be open. */
function pathsIn(scope: DevinScope): SessionPath[] {
  const own: SessionPath = (id) => scope.path('sessions', id, 'messages');
  const ofOrganization: SessionPath = (id, { orgId }) =>
    orgId === null ? undefined : scope.organization(orgId).path('sessions', id, 'messages');
  return scope.kind === 'enterprise' ? [own, ofOrganization] : [own];
}

interface Pages {
  readonly first: readonly unknown[];
  readonly others: AsyncIterable<readonly unknown[]>;
}

async function firstPage({ client }: ReadContext, path: string): Promise<Pages> {
  const pages = client.pages(path);
  const first = await pages.next();
  return { first: first.done ? [] : first.value, others: pages };
}

/** Whether an instant is in the start date, in the end date, or between them. */
function isWithin(instant: string, startDate: Day, { endDate }: ReadContext): boolean {
  return instant >= `${startDate}T08:00:00Z` && (endDate === undefined || instant <= `${endDate}T23:59:59Z`);
}
