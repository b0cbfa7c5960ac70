import { daysUntil } from '../days';
import { isObject } from '../json';
import { otherShape, question, unclear, withoutAnswer } from '../question';

const counters = ['', '_opened', '_merged', '_closed'].map((end) => `prs_taken_over${end}_count`);

export const takenOver = question({
  id: 'taken-over',
  question: 'Do metrics of pull requests count the ones that were taken over?',
  asks: 'pull requests of the last complete day',
  values: {
    present: ['as_assumed', 'the four counters are there'],
    absent: ['handled', 'the four counters are left out'],
  },
  connector: 'They are null if Devin leaves them out.',
  ask: (desk) => desk.ask(desk.scope.path('metrics', 'prs'), daysUntil(desk.lastDay, 1)),
  judge: (reply) => {
    if (reply.kind !== 'answered') return withoutAnswer(reply);
    const { body } = reply;
    if (!isObject(body) || typeof body.prs_created_count !== 'number') return otherShape;
    const there = counters.filter((name) => name in body).length;
    if (there === counters.length) return { value: 'present' };
    return there === 0
      ? { value: 'absent' }
      : unclear('some of the four counters are there', { counters: there });
  },
});
