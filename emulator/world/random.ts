// By far the most called, and within jest the global is slow to look up.
const { imul } = Math;

/** A 32-bit number that depends on all three arguments, the same on every machine. */
export function hash(key: number, index: number, salt: number): number {
  let mixed = key ^ imul(index + 0x7ed55d16, 0x9e3779b1);
  mixed = imul(mixed ^ (mixed >>> 16), 0x85ebca6b) ^ imul(salt + 0x165667b1, 0xc2b2ae35);
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = imul(mixed ^ (mixed >>> 16), 0x27d4eb2f);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** The same as `hash`, as a number from 0 (included) to 1 (not included). */
export function fraction(key: number, index: number, salt: number): number {
  return hash(key, index, salt) / 0x1_0000_0000;
}

/** A whole number from `low` to `high`, both included. */
export function between(low: number, high: number, share: number): number {
  return low + Math.floor(share * (high - low + 1));
}

/** The item at a share (0 to 1) of a list; throws a RangeError if the list is empty. */
export function pick<Item>(items: readonly Item[], share: number): Item {
  const item = items[Math.floor(share * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** The list in an order that depends on `key` alone; the list itself stays as it is. */
export function shuffled<Item>(items: readonly Item[], key: number): Item[] {
  return items
    .map((item, index) => ({ item, rank: hash(key, index, 97) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}
