import { isObject, objects } from '../json';
import { notAsked, question, unclear, withoutAnswer } from '../question';
import { roster } from '../samples/roster';

export const roleType = question({
  id: 'role-type',
  question: 'Do roles have a `role_type`?',
  asks: 'the members with a direct role',
  values: {
    present: ['as_assumed', 'every role has one'],
    absent: ['handled', 'no role has one'],
  },
  connector: 'It is null if it is left out.',
  ask: async (desk) => (await desk.once(roster)).direct,
  judge: ({ reply, items }) => {
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const roles = items
      .flatMap((item) => objects(item.role_assignments) ?? [])
      .flatMap(({ role }) => (isObject(role) ? [role] : []));
    const typed = roles.filter((role) => role.role_type !== undefined).length;
    const facts = { roles: roles.length, with_type: typed };
    if (roles.length === 0) return notAsked('no member has a role');
    if (typed === roles.length) return { value: 'present', facts };
    return typed === 0 ? { value: 'absent', facts } : unclear('some roles have one', facts);
  },
});
