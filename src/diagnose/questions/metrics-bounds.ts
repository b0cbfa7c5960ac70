import { question, unclear } from '../question';
import { boundValues } from '../samples/included-bounds';
import { metricsBounds } from '../samples/metrics-bounds';

export const metricsBoundsQuestion = question({
  id: 'metrics-bounds',
  question: 'Do `time_after` and `time_before` of metrics belong to the window?',
  asks: 'the count of sessions in two windows of a second that touch the creation of a session',
  values: boundValues,
  connector:
    'It puts both bounds on 08:00:00 UTC. A session or pull request of exactly that second may count twice or never.',
  ask: (desk) => desk.once(metricsBounds),
  judge: (bounds) => {
    if ('why' in bounds) return bounds.why;
    return bounds.found === 'ignored' ? unclear('the bounds are ignored') : { value: bounds.found };
  },
});
