import fc from 'fast-check';
import { mergeConcurrent } from '../../../src/sync/fan-out/merge-concurrent';

/** Lets everything that waits for nothing happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Items one after the other, and a failure at the end if there is one. */
async function* listOf<Item>(items: readonly Item[], failure?: Error): AsyncGenerator<Item> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
  if (failure) throw failure;
}

/** Work that yields each item as often as it says, and tells when it begins and goes on. */
function work(steps: string[]) {
  return async function* (item: number): AsyncGenerator<string> {
    for (let count = 1; count <= item; count += 1) {
      steps.push(`${item}.${count}`);
      await Promise.resolve();
      yield `${item}.${count}`;
    }
  };
}

describe('mergeConcurrent', () => {
  it('yields everything once, in the order of each item, for any concurrency', async () => {
    const run = fc.asyncProperty(
      fc.uniqueArray(fc.nat({ max: 12 })),
      fc.integer({ min: 1, max: 20 }),
      async (items, most) => {
        const found: string[] = [];
        for await (const result of mergeConcurrent(listOf(items), most, work([]))) found.push(result);
        for (const item of items) {
          const own = found.filter((result) => result.startsWith(`${item}.`));
          expect(own).toEqual(Array.from({ length: item }, (_, index) => `${item}.${index + 1}`));
        }
        expect(found).toHaveLength(items.reduce((sum, item) => sum + item, 0));
      },
    );
    await fc.assert(run);
  });

  it('begins at most the given number of items, and goes on only after a result was consumed', async () => {
    const steps: string[] = [];
    const results = mergeConcurrent(listOf([2, 3, 4]), 2, work(steps));
    await settled();
    expect(steps).toEqual([]);
    expect((await results.next()).value).toBe('2.1');
    await settled();
    expect(steps).toEqual(['2.1', '3.1']);
    expect((await results.next()).value).toBe('3.1');
    await settled();
    expect(steps).toEqual(['2.1', '3.1', '2.2']);
  });

  it('begins nothing more when its consumer stops', async () => {
    const steps: string[] = [];
    for await (const result of mergeConcurrent(listOf([5, 6, 7, 8]), 2, work(steps))) {
      expect(result).toBe('5.1');
      break;
    }
    await settled();
    expect(steps).toEqual(['5.1', '6.1']);
  });

  it('throws the failure of the list after all results of its items', async () => {
    const found: string[] = [];
    const read = async (): Promise<void> => {
      const list = listOf([1, 2], new Error('the list failed'));
      for await (const result of mergeConcurrent(list, 4, work([]))) found.push(result);
    };
    await expect(read()).rejects.toThrow('the list failed');
    expect(found.sort()).toEqual(['1.1', '2.1', '2.2']);
  });
});
