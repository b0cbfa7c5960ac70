import { notAsked, question } from '../question';
import { gapBetween } from '../samples/gap';
import { userRows } from '../samples/user-rows';

export const userSum = question({
  id: 'user-sum',
  question: 'Is the consumption of all users and service users together the total?',
  asks: 'consumption of the enterprise and of everybody in it over the same week, if there are at most 20',
  values: {
    adds_up: ['as_assumed', 'users and service users add up to the total'],
    misses: ['handled', 'users and service users do not add up to the total; former members may be missing'],
  },
  connector:
    'It emits what Devin says, for the total and for each user, and infers nothing from one for the other.',
  scopes: ['enterprise'],
  isLast: true,
  ask: (desk) => desk.once(userRows),
  judge: (found) => {
    if ('why' in found) return found.why;
    const gap = gapBetween(found.total, found.parts);
    if (gap === undefined) return notAsked('there was no consumption');
    const facts = { users: found.users, service_users: found.serviceUsers, ...gap.facts };
    return { value: gap.addsUp ? 'adds_up' : 'misses', facts };
  },
});
