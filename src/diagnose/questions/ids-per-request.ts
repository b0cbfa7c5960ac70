import { groupsOfIds } from '../../sync/fan-out/id-groups';
import { notAsked, question, withoutAnswer } from '../question';
import { isRefused, type Reply } from '../reply';
import { roster } from '../samples/roster';
import { sessionsOf } from '../samples/session-counts';

interface Evidence {
  /** The first number of ids is the one of the connector. */
  readonly tries: readonly { readonly ids: number; readonly reply: Reply }[];
}

export const idsPerRequest = question({
  id: 'ids-per-request',
  question: 'How many ids may `user_ids` have in one request?',
  asks: 'sessions of as many users as the connector puts into one request, then of half as many, until Devin answers',
  values: {
    enough: ['as_assumed', 'Devin answers as many ids as the connector sends'],
    fewer: ['handled', 'Devin refuses as many ids as the connector sends'],
  },
  connector: 'It sends at most 50 ids or 3,600 bytes, and halves a group that is refused.',
  ask: async (desk): Promise<Evidence> => {
    const ids = groupFrom([...(await desk.once(roster)).ids]);
    const tries: Evidence['tries'][number][] = [];
    for (let count = ids.length; count >= 1; count = Math.floor(count / 2)) {
      const reply = await sessionsOf(desk, ids.slice(0, count));
      tries.push({ ids: count, reply });
      if (!isTooMuch(reply)) break;
    }
    return { tries };
  },
  judge: ({ tries }) => {
    const last = tries.at(-1);
    if (last === undefined) return notAsked('no member is visible');
    const { reply, ids } = last;
    if (isTooMuch(reply)) return notAsked('Devin refuses a single id too');
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const refused = tries.at(-2);
    if (refused === undefined) return { value: 'enough', facts: { ids_answered: ids } };
    const status = refused.reply.kind === 'refused' ? refused.reply.status : 0;
    return {
      value: 'fewer',
      facts: { ids_answered: ids, ids_refused: refused.ids, status_of_refusal: status },
    };
  },
});

function isTooMuch(reply: Reply): boolean {
  return isRefused(reply, 400, 413, 414, 422, 431);
}

/** The first group of the connector. If there are too few members, they repeat: a repeated id counts too. */
function groupFrom(members: readonly string[]): string[] {
  const many =
    members.length === 0 ? [] : Array.from({ length: Math.ceil(50 / members.length) }, () => members);
  return groupsOfIds(many.flat(), 'user_ids')[0] ?? [];
}
