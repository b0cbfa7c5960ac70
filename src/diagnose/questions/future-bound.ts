import { daysUntil } from '../days';
import { otherShape, question, withoutAnswer } from '../question';
import { isRefused } from '../reply';
import { consumptionTrouble } from '../samples/usable-rows';
import { dayRows } from '../samples/day-rows';

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
  ask: async (desk) => ({
    trouble: await consumptionTrouble(desk),
    reply: await desk.ask(desk.scope.path('consumption', 'daily'), {
      ...daysUntil(desk.lastDay, 3),
      time_before: desk.nowSeconds + twoDays,
    }),
  }),
  judge: ({ trouble, reply }) => {
    if (trouble) return trouble;
    if (reply.kind === 'refused' && isRefused(reply, 400, 422))
      return { value: 'refused', facts: { status_of_refusal: reply.status } };
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    return dayRows(reply) === undefined ? otherShape : { value: 'accepted' };
  },
});
