import { textIn } from '../json';
import { notAsked, question, unclear, withoutAnswer } from '../question';
import { newestSessions } from '../samples/session-pages';

export const sessionIds = question({
  id: 'session-ids',
  question: 'Do ids of sessions begin with `devin-`?',
  asks: 'a page of sessions',
  values: {
    bare: ['as_assumed', 'no id does'],
    prefixed: ['handled', 'every id does'],
  },
  connector: 'It passes on the ids as they are.',
  ask: (desk) => desk.once(newestSessions),
  judge: ({ reply, items }) => {
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    if (items.length === 0) return notAsked('there are no sessions');
    const ids = items.map((item) => textIn(item, 'session_id'));
    if (ids.includes(undefined)) return unclear('some sessions have no id');
    const prefixed = ids.filter((id) => id?.startsWith('devin-')).length;
    const facts = { sessions: ids.length, prefixed };
    if (prefixed === 0) return { value: 'bare', facts };
    return prefixed === ids.length ? { value: 'prefixed', facts } : unclear('ids differ', facts);
  },
});
