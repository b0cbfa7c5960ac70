import type { Facts } from '../question';
import { productOf, type DayRow } from './day-rows';

/** How far a sum of parts is from its total. */
export interface Gap {
  readonly addsUp: boolean;
  /** The gap as a share of the total, and the products in which there is one. */
  readonly facts: Facts;
}

/** Smaller gaps come from rounding. */
const smallestShare = 0.001;
const products = ['devin', 'cascade', 'terminal', 'review'] as const;

/** Compares the sum of the parts with the total. Undefined if the total is 0. */
export function gapBetween(total: readonly DayRow[], parts: readonly DayRow[]): Gap | undefined {
  const share = shareMissing(total, parts, ({ acus }) => acus);
  if (share === undefined) return undefined;
  const addsUp = Math.abs(share) < smallestShare;
  const differing = products.filter((name) => {
    const own = shareMissing(total, parts, (row) => productOf(row, name));
    return own !== undefined && Math.abs(own) >= smallestShare;
  });
  const facts = { share_missing: Math.round(share * 1000) / 1000 };
  return { addsUp, facts: addsUp ? facts : { ...facts, products: differing } };
}

function shareMissing(
  total: readonly DayRow[],
  parts: readonly DayRow[],
  measure: (row: DayRow) => number,
): number | undefined {
  const sum = (rows: readonly DayRow[]) => rows.reduce((all, row) => all + measure(row), 0);
  const whole = sum(total);
  return whole === 0 ? undefined : (whole - sum(parts)) / whole;
}
