import { listIn } from '../json';
import { otherShape, question, withoutAnswer } from '../question';
import { isRefused } from '../reply';
import { roster } from '../samples/roster';

export const idpUsers = question({
  id: 'idp-users',
  question: 'Is there a list of the members who come through identity-provider groups?',
  asks: 'the members from groups',
  values: {
    list: ['as_assumed', 'there is a list'],
    '404': ['handled', 'the list is answered 404'],
  },
  connector:
    'It takes 404 as no groups. While it is 404, nobody becomes a former member before two syncs have found it so.',
  ask: (desk) => desk.once(roster),
  judge: ({ direct, throughGroups: { reply, items } }) => {
    if (direct.reply.kind !== 'answered') return withoutAnswer(direct.reply);
    if (isRefused(reply, 404)) return { value: '404' };
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    if (listIn(reply.body, 'items') === undefined) return otherShape;
    return { value: 'list', facts: { members_on_the_first_page: items.length } };
  },
});
