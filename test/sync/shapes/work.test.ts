import { dailyConsumption } from '../../../src/streams/daily_consumption';
import { dailyPrMetrics } from '../../../src/streams/daily_pr_metrics';
import { dailyUserConsumption } from '../../../src/streams/daily_user_consumption';
import { dailyUserPrMetrics } from '../../../src/streams/daily_user_pr_metrics';
import { addDays } from '../../../src/sync/days';
import { dayAt, Enterprise, InventedDevin, noFaults } from '../invented-enterprise';
import { syncOf } from '../read-context';

const habits = { settlesWithin: 0, stampHour: 8, isUpperBoundInclusive: false, hasZeroDays: true };
const people = ['ada', 'bela'].map((id) => ({
  id,
  lists: ['users'] as const,
  stints: [{ from: 0, to: 400 }],
}));
/** Three windows. */
const lastDay = 199;

test.each([
  ['one list', dailyConsumption],
  ['a list for each user', dailyUserConsumption],
  ['one aggregate', dailyPrMetrics],
  ['an aggregate for each user', dailyUserPrMetrics],
])('the progress of %s grows with its rows, up to all of its work', async (_name, stream) => {
  const client = new InventedDevin(new Enterprise(people, habits), { lastDay, isLate: false }, noFaults);
  const now = new Date(`${addDays(dayAt(lastDay), 1)}T09:00:00Z`);
  const { context } = syncOf({ client, now, lastDay: dayAt(lastDay), startDate: dayAt(0), workers: 1 });
  const { rows, work } = stream.open(context);
  const shares: number[] = [];
  for await (const batch of rows) if (batch.length > 0) shares.push((work?.done ?? 0) / (work?.total ?? 0));
  expect(shares.length).toBeGreaterThan(1);
  expect(shares[0]).toBeGreaterThan(0);
  expect(shares[0]).toBeLessThan(1);
  expect(shares.at(-1)).toBe(1);
});
