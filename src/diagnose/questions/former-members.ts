import { notAsked, otherShape, question, unclear, withoutAnswer, type Judgement } from '../question';
import { isRefused } from '../reply';
import { formerMembers } from '../samples/former-members';
import type { UserAnswer } from '../samples/user-answers';

type Value = 'rows' | 'empty' | '404' | '403';

export const formerMembersQuestion = question({
  id: 'former-members',
  question: 'Can the consumption of a former member still be read?',
  asks: 'consumption of people who started sessions and are not members now',
  values: {
    rows: ['as_assumed', 'Devin answers rows'],
    empty: ['handled', 'Devin answers an empty list'],
    '404': ['handled', 'Devin answers 404'],
    '403': ['handled', 'Devin answers 403'],
  },
  connector: 'It asks until the look-back has passed. For former members, 403 and 404 mean no rows.',
  ask: (desk) => desk.once(formerMembers),
  judge: ({ answers, isRosterComplete }): Judgement<Value> => {
    if (!isRosterComplete) return notAsked('not every member is visible, so nobody knows who left');
    const judgements = answers.map(judged);
    const [first] = judgements;
    if (first === undefined) return notAsked('the sessions show no former member');
    const facts = { former_members_asked: answers.length };
    const same = judgements.every((each) => JSON.stringify(each) === JSON.stringify(first));
    if (!same) return unclear('former members are answered in different ways', facts);
    return 'value' in first ? { ...first, facts } : first;
  },
});

function judged({ reply, rows }: UserAnswer): Judgement<Value> {
  if (isRefused(reply, 404)) return { value: '404' };
  if (isRefused(reply, 403)) return { value: '403' };
  if (reply.kind !== 'answered') return withoutAnswer(reply);
  if (rows === undefined) return otherShape;
  return { value: rows.length === 0 ? 'empty' : 'rows' };
}
