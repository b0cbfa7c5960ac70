import type { Json } from '../json';
import { notAsked, question, unclear, withoutAnswer } from '../question';
import { newestSessions } from '../samples/session-pages';

type Kind = 'number' | 'null' | 'absent' | 'zero' | 'other';

export const sessionAcus = question({
  id: 'session-acus',
  question: 'Do sessions have `acus_consumed`?',
  asks: 'a page of sessions',
  values: {
    number: ['as_assumed', 'sessions have numbers'],
    zero: ['handled', 'every session has 0: they are not metered'],
    null: ['handled', 'every session has null'],
    absent: ['handled', 'it is left out'],
  },
  connector: 'It passes on numbers, 0 among them. Otherwise the field is null.',
  ask: (desk) => desk.once(newestSessions),
  judge: ({ reply, items }) => {
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    if (items.length === 0) return notAsked('there are no sessions');
    const kinds = items.map(kindOf);
    const count = (kind: Kind) => kinds.filter((each) => each === kind).length;
    const facts = { sessions: kinds.length, above_zero: count('number'), zero: count('zero') };
    if (count('other') > 0) return unclear('some sessions have no number', facts);
    if (count('number') > 0) return { value: 'number', facts };
    for (const kind of ['zero', 'null', 'absent'] as const)
      if (count(kind) === kinds.length) return { value: kind, facts };
    return unclear('sessions differ', facts);
  },
});

function kindOf({ acus_consumed: acus }: Json): Kind {
  if (acus === undefined) return 'absent';
  if (acus === null) return 'null';
  const number = typeof acus === 'string' && acus.trim() !== '' ? Number(acus) : acus;
  if (typeof number !== 'number' || Number.isNaN(number)) return 'other';
  return number === 0 ? 'zero' : 'number';
}
