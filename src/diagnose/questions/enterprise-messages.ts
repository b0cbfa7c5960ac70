import type { Desk } from '../desk';
import { question, withoutAnswer, type Unsettled } from '../question';
import { isRefused, type Reply } from '../reply';
import { idForms } from '../samples/session-ids';

export const enterpriseMessages = question({
  id: 'enterprise-messages',
  question: 'Can the messages of a session be read below `/v3/enterprise`?',
  asks: 'whether the messages of one session are answered, under both forms of its id',
  values: {
    open: ['as_assumed', 'they can'],
    '403': ['handled', 'Devin answers 403'],
    '404': ['handled', 'Devin answers 404'],
  },
  connector: "Where the enterprise's path is refused, it asks through the organization of the session.",
  scopes: ['enterprise'],
  ask: async (desk: Desk): Promise<readonly Reply[] | { readonly why: Unsettled }> => {
    const ids = await desk.once(idForms);
    if ('why' in ids) return ids;
    const [{ bare, prefixed }] = ids;
    const of = (id: string) => desk.ask(desk.scope.path('sessions', id, 'messages'), { first: 1 });
    return Promise.all([of(bare), of(prefixed)]);
  },
  judge: (found) => {
    if ('why' in found) return found.why;
    if (found.some(({ kind }) => kind === 'answered')) return { value: 'open' };
    const other = found.find((reply) => !isRefused(reply, 403, 404));
    if (other && other.kind !== 'answered') return withoutAnswer(other);
    return { value: found.some((reply) => isRefused(reply, 403)) ? '403' : '404' };
  },
});
