import VError from 'verror';
import type { DevinScope } from '../../devin/scope';
import type { Permissions, ReadContext } from '../define';
import { fields } from '../fields/field-list';
import { optional, required, text, time } from '../fields/fields';
import { boundsOf, ignoresBounds, isOutside, ListAtPath, type TimedList } from './changes-bounds';
import type { Pass } from './changes-passes';
import { RecentTexts } from './recent-texts';

/** The list of sessions, as the stream of sessions reads it. */
export interface SessionList {
  readonly path: (scope: DevinScope) => string;
  readonly query: TimedList['query'];
  readonly permission: Permissions;
}

/** If sessions change while the list is read, some come twice. Within this many, each version comes once. */
const rememberedVersions = 10_000;

const listed = fields('a session', {
  session_id: required(text()),
  org_id: optional(text()),
  created_at: optional(time()),
  updated_at: required(time()),
});

/** What the list says about a session. */
export type ListedSession = ReturnType<typeof listed.read>;

/**
 * The sessions that changed in a pass, as Devin sends them. If Devin ignores the bounds, the list is read to its end, and
 * only the sessions of the pass are passed on.
 */
export async function* changedSessions(
  list: SessionList,
  context: ReadContext,
  pass: Pass,
): AsyncGenerator<ListedSession> {
  const seen = new RecentTexts(rememberedVersions);
  for await (const page of pagesOf(list, context, pass)) {
    for (const session of page) {
      const stamp = stampOf(session);
      const isWanted = stamp >= pass.from && stamp <= pass.to;
      if (isWanted && seen.add(`${session.session_id} ${session.updated_at}`)) yield session;
    }
  }
}

/** The pages of the list. A failure names the permission of the list. */
async function* pagesOf(
  list: SessionList,
  context: ReadContext,
  pass: Pass,
): AsyncGenerator<readonly ListedSession[]> {
  const timed = new ListAtPath(context.client, list.query, list.path(context.scope));
  let areBoundsChecked = false;
  try {
    for await (const page of timed.pages(timed.query(...boundsOf(pass)))) {
      const sessions = page.map((item) => listed.read(item, context));
      if (!areBoundsChecked && sessions.some((session) => isOutside(stampOf(session), pass))) {
        areBoundsChecked = true;
        await sayIfIgnored(timed, context);
      }
      yield sessions;
    }
  } catch (error) {
    const info = { permission: list.permission };
    throw new VError({ cause: error as Error, info }, '%s', 'The sessions cannot be listed');
  }
}

function stampOf({ updated_at: changedAt }: ListedSession): number {
  return Date.parse(changedAt) / 1000;
}

async function sayIfIgnored(list: ListAtPath, { log }: ReadContext): Promise<void> {
  if (!(await ignoresBounds(list))) return;
  const what = `Devin ignores the time bounds of ${list.path}`;
  log('INFO', `${what}: each sync reads the whole list, and asks only for the sessions that changed.`);
}
