import { numberIn, type Json } from '../json';

/** Two stamps that are this close cannot be told apart by small windows. In seconds. */
const apart = 5;

/**
 * An item whose stamp is far from the stamps of all others and from now, and its stamp in Unix seconds. The last one in
 * the list that fits.
 */
export function isolatedItem(
  items: readonly Json[],
  field: string,
  nowSeconds: number,
): { readonly item: Json; readonly stamp: number } | undefined {
  const stamped = items.flatMap((item) => {
    const stamp = numberIn(item, field);
    return stamp === undefined ? [] : [{ item, stamp }];
  });
  return stamped.findLast(
    ({ item, stamp }, index) =>
      Number.isInteger(stamp) &&
      stamp < nowSeconds - 3_600 &&
      // Others just before the page may have the same stamp.
      index < stamped.length - 1 &&
      stamped.every((other) => other.item === item || Math.abs(other.stamp - stamp) > apart),
  );
}
