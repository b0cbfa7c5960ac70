import { question, unclear } from '../question';
import { consumptionBounds, type ConsumptionBounds } from '../samples/consumption-bounds';

export const consumptionWindow = question({
  id: 'consumption-window',
  question: 'Is a day in a window of consumption if its stamp is, or if any part of the day is?',
  asks: 'consumption of one hour inside a day',
  values: {
    stamp: ['as_assumed', 'a day is inside if its stamp is'],
    overlap: ['handled', 'a day is inside if any part of it is'],
  },
  connector: 'It asks from a day earlier, and drops the days outside the window.',
  ask: (desk) => desk.once(consumptionBounds),
  judge: (bounds) => ('why' in bounds ? bounds.why : judged(bounds)),
});

function judged({ inside }: ConsumptionBounds) {
  if (inside.before || inside.after) return unclear('the hour shows a neighboring day');
  return inside.own ? ({ value: 'overlap' } as const) : ({ value: 'stamp' } as const);
}
