import { listIn } from '../json';
import { otherShape, question, withoutAnswer } from '../question';
import { isRefused } from '../reply';
import { newestSessions } from '../samples/session-pages';

export const pageSize = question({
  id: 'page-size',
  question: 'May a page have more than 200 items?',
  asks: 'a page of sessions with 201 items',
  values: {
    refused: ['as_assumed', 'Devin refuses the request'],
    answered: ['handled', 'Devin answers'],
  },
  connector: 'It asks for at most 200 items.',
  ask: async (desk) => ({
    allowed: (await desk.once(newestSessions)).reply,
    reply: await desk.ask(desk.scope.path('sessions'), { first: 201 }),
  }),
  judge: ({ allowed, reply }) => {
    if (allowed.kind !== 'answered') return withoutAnswer(allowed);
    if (reply.kind === 'refused' && isRefused(reply, 400, 422))
      return { value: 'refused', facts: { status_of_refusal: reply.status } };
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const items = listIn(reply.body, 'items');
    return items === undefined ? otherShape : { value: 'answered', facts: { items: items.length } };
  },
});
