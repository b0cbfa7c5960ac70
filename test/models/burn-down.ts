import type { Question } from './question';
import { acusText, expectedRows, tenThousandths } from './truth';

/** The burn-down of each cycle with a day that was read; the current one through its end. */
export const burnDown: Question = {
  model: 'billing_cycle_burn_down',
  sql: `select cycle_first_date, cycle_last_date, cycle_days, date, acus, acus_so_far,
    cast(forecast_acus_so_far as decimal(18, 4)), cast(forecast_acus as decimal(18, 4)), limit_acus,
    cast(forecast_acus_left as decimal(18, 4)) from billing_cycle_burn_down`,
  expected: (given) => {
    const days = new Map(
      expectedRows(given, 'daily_consumption').map((record) => [
        record.date as string,
        tenThousandths(record),
      ]),
    );
    const limit = expectedRows(given, 'acu_limits').find(({ scope }) => scope === 'enterprise')
      ?.cycle_acu_limit as number;
    return expectedRows(given, 'billing_cycles').flatMap((cycle) => {
      const dates = datesBetween(cycle.cycle_start_at as string, cycle.cycle_end_at as string);
      return cycleRows(dates, days, limit);
    });
  },
};

function cycleRows(dates: string[], days: ReadonlyMap<string, number>, limit: number): string[][] {
  const read = dates.flatMap((date) => days.get(date) ?? []);
  if (read.length === 0) return [];
  const mean = read.reduce((sum, acus) => sum + acus, 0) / read.length;
  const isWhole = days.has(dates[0] ?? '');
  const text = (units: number) => (isWhole ? (units / 10_000).toFixed(4) : '–');
  let [soFar, forecast] = [0, 0];
  return dates.map((date) => {
    const acus = days.get(date);
    soFar += acus ?? 0;
    forecast += acus ?? mean;
    const known = acus === undefined ? ['–', '–'] : [acusText(acus), acusText(soFar)];
    const cycle = [dates[0] ?? '', dates.at(-1) ?? '', String(dates.length), date];
    const ahead = [text(forecast), text(mean * dates.length), String(limit), text(limit * 10_000 - forecast)];
    return [...cycle, ...known, ...ahead];
  });
}

/** The billing days that start between two instants, the latter excluded. */
function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(from); at < Date.parse(to); at += 86_400_000)
    dates.push(new Date(at).toISOString().slice(0, 10));
  return dates;
}
