import { notAsked, question, withoutAnswer } from '../question';
import { newestSessions, page } from '../samples/session-pages';

const fields = ['acus_consumed', 'num_user_messages', 'num_devin_messages'];

export const numbersAsText = question({
  id: 'numbers-as-text',
  question: 'Are numbers of sessions written as text?',
  asks: 'a page of sessions, and one of session insights',
  values: {
    none: ['as_assumed', 'no number is'],
    some: ['handled', 'some numbers are'],
  },
  connector: 'It takes such a text as the number.',
  ask: async (desk) => {
    const insights = await page(desk, desk.scope.path('sessions', 'insights'));
    return { sessions: await desk.once(newestSessions), insights };
  },
  judge: ({ sessions, insights }) => {
    if (sessions.reply.kind !== 'answered') return withoutAnswer(sessions.reply);
    const values = [...sessions.items, ...insights.items].flatMap((item) => fields.map((name) => item[name]));
    const texts = values.filter((value) => typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)).length;
    const facts = { as_text: texts, as_number: values.filter((value) => typeof value === 'number').length };
    if (texts > 0) return { value: 'some', facts };
    return facts.as_number > 0 ? { value: 'none', facts } : notAsked('there are no such numbers');
  },
});
