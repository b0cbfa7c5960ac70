import { utcDay } from '../days';
import type { Desk } from '../desk';
import { isObject, numberIn } from '../json';
import { notAsked, otherShape, question, unclear, withoutAnswer } from '../question';

const secondsPerDay = 86_400;

export const periodEnd = question({
  id: 'period-end',
  question: 'Is `end_time` of active users the last second of a period, or the first of the next one?',
  asks: 'active users of the last complete day',
  values: {
    last_second: ['as_assumed', 'it is the last second of the period'],
    next_start: ['handled', 'it is the first second of the next period'],
  },
  connector: 'It knows a period by its start, and passes on the end as Devin sends it.',
  ask: (desk: Desk) => desk.ask(desk.scope.path('metrics', 'dau'), utcDay(desk.lastDay)),
  judge: (reply) => {
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const periods: unknown[] | undefined = Array.isArray(reply.body) ? reply.body : undefined;
    if (!periods?.every(isObject)) return otherShape;
    if (periods.length === 0) return notAsked('there is no period');
    const ends = new Set(
      periods.map((period) => (numberIn(period, 'end_time') ?? Number.NaN) % secondsPerDay),
    );
    const [end] = ends;
    if (ends.size === 1 && end === secondsPerDay - 1) return { value: 'last_second' };
    return ends.size === 1 && end === 0 ? { value: 'next_start' } : unclear('it is neither');
  },
});
