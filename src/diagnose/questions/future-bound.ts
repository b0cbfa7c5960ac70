import { daysUntil } from '../days';
import { question, withoutAnswer } from '../question';
import { isRefused } from '../reply';

const twoDays = 2 * 86_400;

export const futureBound = question({
  id: 'future-bound',
  question: 'May `time_before` be in the future?',
  asks: 'consumption up to two days from now',
  values: {
    accepted: ['as_assumed', 'Devin answers'],
    refused: ['handled', 'Devin refuses the request'],
  },
  connector: 'It asks only for days that are over, by the earlier of both clocks.',
  ask: (desk) =>
    desk.ask(desk.scope.path('consumption', 'daily'), {
      ...daysUntil(desk.lastDay, 3),
      time_before: desk.nowSeconds + twoDays,
    }),
  judge: (reply) => {
    if (reply.kind === 'refused' && isRefused(reply, 400, 422))
      return { value: 'refused', facts: { status_of_refusal: reply.status } };
    return reply.kind === 'answered' ? { value: 'accepted' } : withoutAnswer(reply);
  },
});
