import { daysUntil } from '../days';
import { otherShape, question, unclear, withoutAnswer } from '../question';
import { isRefused } from '../reply';
import { dayRows } from '../samples/day-rows';
import { consumptionTrouble } from '../samples/usable-rows';

export const reversedBounds = question({
  id: 'reversed-bounds',
  question: 'What does Devin answer if `time_after` is later than `time_before`?',
  asks: 'consumption with both bounds in the wrong order',
  values: {
    '422': ['as_assumed', 'Devin answers 422'],
    '400': ['handled', 'Devin answers 400'],
    empty: ['handled', 'Devin answers an empty list'],
  },
  connector: 'It never sends such bounds.',
  ask: async (desk) => {
    const { time_after: early, time_before: late } = daysUntil(desk.lastDay, 3);
    const reversed = { time_after: late, time_before: early };
    const reply = await desk.ask(desk.scope.path('consumption', 'daily'), reversed);
    return { trouble: await consumptionTrouble(desk), reply };
  },
  judge: ({ trouble, reply }) => {
    if (trouble) return trouble;
    if (isRefused(reply, 422)) return { value: '422' };
    if (isRefused(reply, 400)) return { value: '400' };
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const rows = dayRows(reply);
    if (rows === undefined) return otherShape;
    return rows.length === 0 ? { value: 'empty' } : unclear('Devin answered rows', { rows: rows.length });
  },
});
