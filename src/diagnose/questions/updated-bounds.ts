import { notAsked, question } from '../question';
import { boundValues } from '../samples/included-bounds';
import { updatedBounds } from '../samples/session-bounds';

export const updatedBoundsQuestion = question({
  id: 'updated-bounds',
  question: 'Do `updated_after` and `updated_before` of sessions belong to the window?',
  asks: 'sessions in two windows of a second that touch the last change of a session',
  values: boundValues,
  connector: 'Each sync reads the last hour of the sync before again, so that no session is missed.',
  ask: (desk) => desk.once(updatedBounds),
  judge: (bounds) => {
    if ('why' in bounds) return bounds.why;
    return bounds.found === 'ignored' ? notAsked('Devin ignores these bounds') : { value: bounds.found };
  },
});
