import { dayOfStamp, type Day } from '../../sync/days';
import { isObject, listIn, numberIn, type Json } from '../json';
import type { Reply } from '../reply';

/** A day of a consumption answer. */
export interface DayRow {
  /** Devin's `date`, in Unix seconds. */
  readonly stamp: number;
  readonly day: Day;
  readonly acus: number;
  /** Undefined if Devin does not send it. */
  readonly products: Json | undefined;
}

/** The rows of a consumption answer in Devin's order. Undefined if it is no such answer. */
export function dayRows(reply: Reply): DayRow[] | undefined {
  if (reply.kind !== 'answered') return undefined;
  const rows = listIn(reply.body, 'consumption_by_date')?.map(dayRow);
  return rows?.every((row) => row !== undefined) ? rows : undefined;
}

/** Rows from the oldest to the newest. */
export function ascending(rows: readonly DayRow[]): DayRow[] {
  return [...rows].sort((one, other) => one.stamp - other.stamp);
}

/** The product as a number. 0 if it is missing or null. */
export function productOf({ products }: DayRow, name: string): number {
  return numberIn(products, name) ?? 0;
}

function dayRow(item: Json): DayRow | undefined {
  const stamp = numberIn(item, 'date');
  const acus = numberIn(item, 'acus');
  const { acus_by_product: products } = item;
  if (stamp === undefined || acus === undefined || Math.abs(stamp) > 1e11) return undefined;
  return { stamp, day: dayOfStamp(stamp), acus, products: isObject(products) ? products : undefined };
}
