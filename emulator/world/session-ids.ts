import { dayOf } from './billing-days';
import { bareId, idPrefix } from './session-details';
import type { Session } from './sessions';
import type { View } from './view';
import { workOn } from './work';

/** The session that a path names, in one organization or (null) in any; null where Devin does not know the id in this form. */
export function sessionInPath(view: View, id: string, orgId: string | null): Session | null {
  const { switches, world, now } = view;
  const hasPrefix = id.startsWith(idPrefix);
  if (switches.sessionIdInPath === (hasPrefix ? 'bare' : 'prefixed')) return null;
  const bare = hasPrefix ? id.slice(idPrefix.length) : id;
  const createdAt = Number.parseInt(/^[0-9a-f]{8}([0-9a-f]{8})$/.exec(bare)?.[1] ?? '', 16);
  if (!(createdAt <= now)) return null;
  const day = dayOf(createdAt);
  const ofDay = view.once(`sessions by id ${day}`, () => {
    const sessions = workOn(world, day, { actors: null, orgIds: null }, now);
    return new Map(sessions.map((session) => [bareId(session), session]));
  });
  const session = ofDay.get(bare);
  return session && (orgId === null || session.orgId === orgId) ? session : null;
}
