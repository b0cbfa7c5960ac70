import { question, otherShape, unclear, withoutAnswer } from '../question';
import { isRefused } from '../reply';
import { dayRows } from '../samples/day-rows';
import { nobody } from '../samples/session-counts';
import { consumptionTrouble } from '../samples/usable-rows';
import { userWindow } from '../samples/user-answers';

export const unknownUser = question({
  id: 'unknown-user',
  question: 'What does Devin answer for the consumption of an id that it does not know?',
  asks: 'consumption of a user with an invented id',
  values: {
    '404': ['as_assumed', 'Devin answers 404'],
    empty: ['handled', 'Devin answers an empty list'],
  },
  connector:
    'It takes either: no rows. If every user is answered 404, `/consumption/daily` decides whether that is right.',
  ask: async (desk) => {
    const path = desk.scope.path('consumption', 'daily', 'users', nobody);
    const reply = await desk.ask(path, await desk.once(userWindow));
    return { trouble: await consumptionTrouble(desk), reply };
  },
  judge: ({ trouble, reply }) => {
    if (trouble) return trouble;
    if (isRefused(reply, 404)) return { value: '404' };
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const rows = dayRows(reply);
    if (rows === undefined) return otherShape;
    return rows.length === 0 ? { value: 'empty' } : unclear('Devin answered rows', { rows: rows.length });
  },
});
