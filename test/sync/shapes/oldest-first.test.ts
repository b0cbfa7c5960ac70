import { OldestFirst } from '../../../src/sync/shapes/oldest-first';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => 100 + index);

test.each<[string, readonly number[], number | undefined]>([
  ['nothing', [], undefined],
  ['too few to decide', upTo(20), undefined],
  ['many of one second', upTo(100).map(() => 100), undefined],
  ['enough in order', upTo(21), 119],
  ['enough in order, some in the same second', [100, ...upTo(21), 120], 119],
  ['enough, then one that is older', [...upTo(30), 100, ...upTo(30)], undefined],
  ['newest first', upTo(50).reverse(), undefined],
])('%s', (_name, stamps, readThrough) => {
  const order = new OldestFirst();
  for (const stamp of stamps) order.note(stamp);
  expect(order.readThrough).toBe(readThrough);
});
