import { numberIn } from '../json';
import { notAsked, otherShape, question, withoutAnswer } from '../question';
import { newestSessions } from '../samples/session-pages';

export const sessionOrder = question({
  id: 'session-order',
  question: 'In which order do sessions come?',
  asks: 'a page of sessions',
  values: {
    newest_first: ['as_assumed', 'the newest creation comes first'],
    oldest_first: ['handled', 'the oldest creation comes first'],
    other: ['handled', 'they are not ordered by their creation'],
  },
  connector: 'It does not depend on the order.',
  ask: (desk) => desk.once(newestSessions),
  judge: ({ reply, items }) => {
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const stamps = items.map((item) => numberIn(item, 'created_at'));
    if (stamps.includes(undefined)) return otherShape;
    const steps = stamps.slice(1).map((stamp, index) => (stamp ?? 0) - (stamps[index] ?? 0));
    if (steps.filter((step) => step !== 0).length < 2) return notAsked('there are too few sessions');
    const facts = { sessions: stamps.length };
    if (steps.every((step) => step <= 0)) return { value: 'newest_first', facts };
    return { value: steps.every((step) => step >= 0) ? 'oldest_first' : 'other', facts };
  },
});
