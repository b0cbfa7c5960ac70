import { longestWindow } from '../samples/longest-window';
import { notAsked, otherShape, question, withoutAnswer } from '../question';

/** The connector's longest window: 90 days, and the day before them. */
const neededDays = 91;

export const longestWindowQuestion = question({
  id: 'longest-window',
  question: 'How long may a window of consumption be?',
  asks: 'consumption of the last 400 days, then of half as many, until Devin answers',
  values: {
    no_limit_found: ['as_assumed', 'Devin answers 400 days'],
    limited: ['handled', 'Devin refuses long windows, but not the longest one of the connector'],
    too_short: ['not_handled', 'Devin refuses the longest window of the connector'],
  },
  connector: 'It asks for at most 90 days and the one before them. Other endpoints allow 100 days.',
  ask: (desk) => desk.once(longestWindow),
  judge: ({ acceptedDays, refusedDays, status, trouble, rows }) => {
    if (trouble) return withoutAnswer(trouble);
    if (acceptedDays !== undefined && rows === undefined) return otherShape;
    const facts = {
      ...(acceptedDays !== undefined && { accepted_days: acceptedDays }),
      ...(refusedDays !== undefined && { refused_days: refusedDays }),
      ...(status !== undefined && { status_of_refusal: status }),
    };
    if (refusedDays === undefined) return { value: 'no_limit_found', facts };
    if (acceptedDays === undefined) return notAsked('Devin refuses every window of consumption');
    return { value: acceptedDays >= neededDays ? 'limited' : 'too_short', facts };
  },
});
