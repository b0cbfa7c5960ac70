import { isObject } from '../json';
import { notAsked, question, unclear, withoutAnswer } from '../question';
import { newestSessions } from '../samples/session-pages';

export const structuredOutput = question({
  id: 'structured-output',
  question: 'What is the `structured_output` of a session?',
  asks: 'a page of sessions',
  values: {
    null: ['as_assumed', 'it is null'],
    object: ['as_assumed', 'some sessions have an object'],
    absent: ['handled', 'it is left out'],
  },
  connector: 'It passes on any JSON. Otherwise the field is null.',
  ask: (desk) => desk.once(newestSessions),
  judge: ({ reply, items }) => {
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    if (items.length === 0) return notAsked('there are no sessions');
    const outputs = items.map((item) => item.structured_output);
    const objects = outputs.filter(isObject).length;
    const facts = { sessions: items.length, objects };
    const known = outputs.filter((output) => output === null || isObject(output));
    if (outputs.every((output) => output === undefined)) return { value: 'absent', facts };
    if (known.length < outputs.length) return unclear('it is something else in some sessions', facts);
    return { value: objects > 0 ? 'object' : 'null', facts };
  },
});
