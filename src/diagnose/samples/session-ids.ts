import type { Desk } from '../desk';
import { numberIn, textIn, type Json } from '../json';
import { notAsked, withoutAnswer, type Unsettled } from '../question';
import { olderSessions } from './session-pages';

/** Both forms of the id of one session. */
export interface IdForms {
  readonly bare: string;
  readonly prefixed: string;
}

const prefix = 'devin-';
/** The session must be inside the window that its consumption is asked for. */
const windowSeconds = 80 * 86_400;

/** More sessions would take too many requests. */
const mostSessions = 3;

/** The ids of a few sessions that are some weeks old, if possible with ACUs, with and without the prefix. */
export async function idForms(
  desk: Desk,
): Promise<readonly [IdForms, ...IdForms[]] | { readonly why: Unsettled }> {
  const { reply, items } = await desk.once(olderSessions);
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  const oldest = desk.nowSeconds - windowSeconds;
  const recent = items.filter((item) => (numberIn(item, 'created_at') ?? 0) > oldest);
  const hasAcus = ({ acus_consumed: acus }: Json) => Number(acus) > 0;
  const used = recent.filter(hasAcus);
  const ids = (used.length > 0 ? used : recent).flatMap((item) => textIn(item, 'session_id') ?? []);
  const [first, ...others] = ids.slice(0, mostSessions).map(formsOf);
  return first === undefined ? { why: notAsked('no session is some weeks old') } : [first, ...others];
}

function formsOf(id: string): IdForms {
  const bare = id.startsWith(prefix) ? id.slice(prefix.length) : id;
  return { bare, prefixed: prefix + bare };
}
