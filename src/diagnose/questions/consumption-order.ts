import { question, unclear } from '../question';
import { totalRows } from '../samples/usable-rows';

export const consumptionOrder = question({
  id: 'consumption-order',
  question: 'In which order do the days of an answer come?',
  asks: 'consumption of the whole scope',
  values: {
    ascending: ['as_assumed', 'the oldest day comes first'],
    descending: ['handled', 'the newest day comes first'],
    shuffled: ['handled', 'the days have no order'],
  },
  connector: 'It sorts the days itself.',
  ask: (desk) => desk.once(totalRows),
  judge: (found) => {
    if ('why' in found) return found.why;
    const steps = found.rows.slice(1).map(({ stamp }, index) => stamp > (found.rows[index]?.stamp ?? 0));
    const facts = { days: found.rows.length };
    if (steps.length < 2) return unclear('there are fewer than three days', facts);
    if (steps.every((isUp) => isUp)) return { value: 'ascending', facts };
    return { value: steps.some((isUp) => isUp) ? 'shuffled' : 'descending', facts };
  },
});
