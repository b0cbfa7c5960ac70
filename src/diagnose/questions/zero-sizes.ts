import { daysUntil } from '../days';
import type { Reply } from '../reply';
import { sessionsOf, nobody } from '../samples/session-counts';
import { isObject } from '../json';
import { otherShape, question, unclear, withoutAnswer } from '../question';

const sizes = ['xs', 's', 'm', 'l', 'xl'];

export const zeroSizes = question({
  id: 'zero-sizes',
  question: 'Do maps by size have the sizes without sessions?',
  asks: 'sessions by size, of the last complete day and of a user with an invented id',
  values: {
    present: ['as_assumed', 'a size without sessions is 0'],
    absent: ['handled', 'a size without sessions is left out'],
  },
  connector: 'It takes a size that is left out as 0.',
  ask: async (desk) => {
    const lastDay = desk.ask(desk.scope.path('metrics', 'sessions'), daysUntil(desk.lastDay, 1));
    return { ofLastDay: await lastDay, ofNobody: await sessionsOf(desk, [nobody]) };
  },
  judge: ({ ofLastDay, ofNobody }) => {
    if (ofLastDay.kind !== 'answered') return withoutAnswer(ofLastDay);
    const counts = [countsBySize(ofLastDay), countsBySize(ofNobody)].flatMap((each) => each ?? []);
    if (counts.length === 0) return otherShape;
    const zeros = counts.filter((count) => count === 0).length;
    const missing = counts.filter((count) => count === undefined).length;
    const facts = { zeros, left_out: missing };
    if (zeros > 0 && missing === 0) return { value: 'present', facts };
    if (zeros === 0 && missing > 0) return { value: 'absent', facts };
    return unclear(zeros > 0 ? 'both were seen' : 'every size has sessions', facts);
  },
});

function countsBySize(reply: Reply): unknown[] | undefined {
  if (reply.kind !== 'answered' || !isObject(reply.body)) return undefined;
  const { sessions_created_by_size: created, sessions_with_merged_prs_by_size: merged } = reply.body;
  if (!isObject(created) || !isObject(merged)) return undefined;
  return [created, merged].flatMap((map) => sizes.map((size) => map[size]));
}
