import type { TruthRecord } from '../../emulator/truths/truth';
import type { Given, Question } from './question';
import { Sums } from './sums';
import { acusText, expectedRows } from './truth';

const broken = '(not broken out)';

/** Costs by day, owner and product, with the rest; nothing without a price. */
export const focusQuestion: Question = {
  model: 'focus_cost_and_usage',
  least: 0,
  sql: `select cast("ChargePeriodStart" as varchar), "ResourceId", "ResourceType", "SkuId", "ConsumedQuantity",
    cast("BilledCost" as decimal(18, 6)), "BillingCurrency", cast("BillingPeriodStart" as varchar),
    cast("BillingPeriodEnd" as varchar) from focus_cost_and_usage`,
  expected: (given) => {
    const { price } = given;
    if (price === undefined) return [];
    const cycles = given.scope === 'enterprise' ? expectedRows(given, 'billing_cycles') : [];
    const stamp = (instant: unknown) => String(instant).slice(0, 19).replace('T', ' ');
    return parts(given)
      .filter(([, , , , units]) => Number(units) !== 0)
      .map(([date = '', id = '', type = '', product = '', units]) => {
        const start = `${date} 08:00:00`;
        const cycle = cycles.find(
          (each) => stamp(each.cycle_start_at) <= start && start < stamp(each.cycle_end_at),
        );
        const cost = ((Number(units) * price) / 10_000).toFixed(6);
        const period = [stamp(cycle?.cycle_start_at), stamp(cycle?.cycle_end_at)];
        return [start, id, type, product, acusText(Number(units)), cost, 'EUR', ...period];
      });
  },
};

/** Day, owner, kind of owner, product, and ten-thousandths of ACUs. */
function parts(given: Given): string[][] {
  const sums = new Sums(1);
  const days = new Set<string>();
  const note = (records: TruthRecord[], owner: (record: TruthRecord) => [string, string], sign: number) => {
    for (const record of records) {
      const date = record.date as string;
      for (const [product, units] of productsOf(record)) {
        const [id, type] = owner(record);
        if (type !== 'Unattributed') sums.add([date, id, type, product], [units]);
        sums.add([date, 'unattributed', 'Unattributed', product], [sign * units]);
      }
      if (sign > 0) days.add(date);
    }
  };
  note(expectedRows(given, 'daily_consumption'), () => ['unattributed', 'Unattributed'], 1);
  note(expectedRows(given, 'daily_user_consumption'), ({ user_id: id }) => [String(id), 'User'], -1);
  if (given.scope === 'enterprise')
    note(
      expectedRows(given, 'daily_service_user_consumption'),
      ({ service_user_id: id }) => [String(id), 'Service user'],
      -1,
    );
  return sums.rows((values) => values.map(String)).filter(([date = '']) => days.has(date));
}

/** Ten-thousandths by product, with the rest. */
function productsOf(record: TruthRecord): [string, number][] {
  const units = (acus: number) => Math.round(acus * 10_000);
  const products = Object.entries((record.acus_by_product ?? {}) as Record<string, number | null>)
    .filter((entry): entry is [string, number] => entry[1] !== null)
    .map(([product, acus]): [string, number] => [product, units(acus)]);
  const known = products.reduce((sum, [, one]) => sum + one, 0);
  return [...products, [broken, units(record.acus as number) - known]];
}
