import type { Filling } from './template';

/** What a user can choose of the models and the page. */
export interface Choices {
  readonly days?: number | undefined;
  readonly price?: number | undefined;
  readonly currency?: string | undefined;
}

/** How many days the charts of days show where nobody says. */
const defaultDays = 90;

/** The variables of the models with the defaults of `models/dbt_project.yml`, and those of the page. */
export function fillingOf(
  { days = defaultDays, price, currency = 'USD' }: Choices,
  scope: Filling['scope'],
  has: Filling['has'],
): Filling {
  const vars = { devin_anomaly_spreads: 5, days, weeks: Math.ceil(days / 7) };
  return { scope, has, price, currency, vars };
}
