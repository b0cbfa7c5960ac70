import { numberIn } from '../json';
import { notAsked, otherShape, question, unclear, withoutAnswer } from '../question';
import { isRefused, type Reply } from '../reply';
import { roster } from '../samples/roster';
import { nobody, sessionsOf } from '../samples/session-counts';

interface Evidence {
  readonly all: Reply;
  readonly ofNobody: Reply;
  /** Undefined if it was not needed. */
  readonly ofMember: Reply | undefined;
}

export const usersFilter = question({
  id: 'users-filter',
  question: 'Do metrics honor `user_ids`?',
  asks: 'sessions of everybody, and of a user with an invented id',
  values: {
    honored: ['as_assumed', 'an unknown id has no sessions'],
    honored_404: ['handled', 'an unknown id is answered 404'],
    ignored: ['not_handled', 'an unknown id has the sessions of everybody'],
    refused: ['not_handled', 'Devin refuses the filter'],
  },
  connector:
    'It checks this once in a sync, with an invented id. If the filter is ignored, it fails the streams by user, ' +
    'because every row would be wrong.',
  ask: async (desk): Promise<Evidence> => {
    const [all, ofNobody] = await Promise.all([sessionsOf(desk), sessionsOf(desk, [nobody])]);
    const [member] = (await desk.once(roster)).ids;
    const isNeeded = ofNobody.kind === 'refused' && member !== undefined;
    return { all, ofNobody, ofMember: isNeeded ? await sessionsOf(desk, [member]) : undefined };
  },
  judge: ({ all, ofNobody, ofMember }) => {
    if (all.kind !== 'answered') return withoutAnswer(all);
    if (ofNobody.kind === 'answered') return counted(all.body, ofNobody.body);
    if (!isRefused(ofNobody, 400, 404, 422)) return withoutAnswer(ofNobody);
    if (ofMember === undefined) return notAsked('no member is visible');
    if (ofMember.kind === 'answered' && isRefused(ofNobody, 404)) return { value: 'honored_404' };
    if (ofMember.kind === 'refused' && isRefused(ofMember, 400, 422))
      return { value: 'refused', facts: { status_of_refusal: ofMember.status } };
    return unclear('an unknown id is refused, and a member is not');
  },
});

function counted(all: unknown, ofNobody: unknown) {
  const total = numberIn(all, 'sessions_created_count');
  const own = numberIn(ofNobody, 'sessions_created_count');
  if (total === undefined || own === undefined) return otherShape;
  if (total === 0) return notAsked('there were no sessions');
  if (own === 0) return { value: 'honored' } as const;
  return own === total ? ({ value: 'ignored' } as const) : unclear('an unknown id has some sessions');
}
