import { question, withoutAnswer } from '../question';
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
  ask: async (desk) => (await desk.once(roster)).throughGroups,
  judge: ({ reply, items }) => {
    if (isRefused(reply, 404)) return { value: '404' };
    return reply.kind === 'answered'
      ? { value: 'list', facts: { members_on_the_first_page: items.length } }
      : withoutAnswer(reply);
  },
});
