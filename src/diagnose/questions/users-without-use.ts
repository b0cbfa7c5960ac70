import { notAsked, question, unclear } from '../question';
import { isRefused } from '../reply';
import { memberUse, type MemberUse } from '../samples/member-use';
import type { UserAnswer } from '../samples/user-answers';

export const usersWithoutUse = question({
  id: 'users-without-use',
  question: 'What does Devin answer for the consumption of a member who has none?',
  asks: 'consumption of a few members, and quiet days of one of them if another is answered 404',
  values: {
    rows: ['as_assumed', 'Devin answers rows of zeros'],
    empty: ['handled', 'Devin answers an empty list'],
    '404': ['handled', 'Devin answers 404 if a member never had any'],
    '404_in_window': ['handled', 'Devin answers 404 if a member had none in the window'],
  },
  connector:
    'It takes any of them: no rows. Members who are answered 404 are asked again in each sync, and a warning gives their number.',
  ask: (desk) => desk.once(memberUse),
  judge: (use) => {
    const { answers } = use;
    const facts = { members_asked: answers.length, without_use: answers.filter(hasNoUse).length };
    if (facts.members_asked === 0) return notAsked('no member is visible');
    const missing = answers.some(({ reply }) => isRefused(reply, 404));
    const empty = answers.some(({ rows }) => rows?.length === 0);
    const zeros = answers.some(({ rows }) => rows?.length !== 0 && rows?.every(({ acus }) => acus === 0));
    if ([missing, empty, zeros].filter((is) => is).length > 1)
      return unclear('members without consumption are answered in different ways', facts);
    if (missing) return { value: ofMissing(use), facts };
    if (empty) return { value: 'empty', facts };
    if (zeros) return { value: 'rows', facts };
    return notAsked('every member that was asked has consumption, or could not be asked');
  },
});

function hasNoUse({ reply, rows }: UserAnswer): boolean {
  return isRefused(reply, 404) || (rows?.every(({ acus }) => acus === 0) ?? false);
}

/** Without quiet days to ask for, nobody can tell whether the window matters. */
function ofMissing({ quietDays }: MemberUse): '404' | '404_in_window' {
  return quietDays !== undefined && isRefused(quietDays, 404) ? '404_in_window' : '404';
}
