import { notAsked, question } from '../question';
import { boundValues } from '../samples/included-bounds';
import { createdBounds } from '../samples/session-bounds';

export const createdBoundsQuestion = question({
  id: 'created-bounds',
  question: 'Do `created_after` and `created_before` of sessions belong to the window?',
  asks: 'sessions in two windows of a second that touch the creation of a session',
  values: boundValues,
  connector: 'It does not use these bounds.',
  ask: (desk) => desk.once(createdBounds),
  judge: (bounds) => {
    if ('why' in bounds) return bounds.why;
    return bounds.found === 'ignored' ? notAsked('Devin ignores these bounds') : { value: bounds.found };
  },
});
