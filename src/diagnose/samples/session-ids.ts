import type { Desk } from '../desk';
import { textIn, type Json } from '../json';
import { notAsked, withoutAnswer, type Unsettled } from '../question';
import { olderSessions } from './session-pages';

/** Both forms of the id of one session. */
export interface IdForms {
  readonly bare: string;
  readonly prefixed: string;
}

const prefix = 'devin-';

/** The id of a session that is some weeks old, if possible one with ACUs, with and without the prefix. */
export async function idForms(desk: Desk): Promise<IdForms | { readonly why: Unsettled }> {
  const { reply, items } = await desk.once(olderSessions);
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  const hasAcus = ({ acus_consumed: acus }: Json) => Number(acus) > 0;
  const id = textIn(items.find(hasAcus) ?? items[0], 'session_id');
  if (id === undefined) return { why: notAsked('no session is some weeks old') };
  const bare = id.startsWith(prefix) ? id.slice(prefix.length) : id;
  return { bare, prefixed: prefix + bare };
}
