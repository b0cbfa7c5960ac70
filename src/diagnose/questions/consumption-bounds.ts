import { question, unclear } from '../question';
import { consumptionBounds, type ConsumptionBounds } from '../samples/consumption-bounds';
import { boundValues, includedBounds } from '../samples/included-bounds';

export const consumptionBoundsQuestion = question({
  id: 'consumption-bounds',
  question: 'Do `time_after` and `time_before` of consumption belong to the window?',
  asks: 'consumption from the stamp of a day to the stamp of the next one',
  values: boundValues,
  connector: 'It asks from a day earlier, and drops the days outside the window.',
  ask: (desk) => desk.once(consumptionBounds),
  judge: (bounds) => ('why' in bounds ? bounds.why : judged(bounds)),
});

/** If a day counts by any part of it, it is inside, and the day before touches the lower bound. */
function judged({ inside, between }: ConsumptionBounds) {
  const { before, own, after } = between;
  if (inside.before || inside.after) return unclear('a window shows days that do not touch it');
  if (inside.own ? !own : before) return unclear('the windows contradict each other');
  return { value: includedBounds({ lower: inside.own ? before : own, upper: after }) };
}
