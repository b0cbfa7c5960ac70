import { question } from '../question';
import { updatedBounds } from '../samples/session-bounds';

export const updatedAfter = question({
  id: 'updated-after',
  question: 'Do `updated_after` and `updated_before` of sessions select sessions?',
  asks: 'sessions in two windows of a second that touch the last change of a session',
  values: {
    honored: ['as_assumed', 'only sessions of the window come'],
    ignored: ['handled', 'sessions come that were changed outside the window'],
  },
  connector:
    'It checks this once in a sync. If the bounds are ignored, it reads the whole list, and keeps what is new.',
  ask: (desk) => desk.once(updatedBounds),
  judge: (bounds) => {
    if ('why' in bounds) return bounds.why;
    return { value: bounds.found === 'ignored' ? 'ignored' : 'honored' };
  },
});
