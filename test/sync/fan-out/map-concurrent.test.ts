import fc from 'fast-check';
import { mapAsCompleted, mapOrdered } from '../../../src/sync/fan-out/map-concurrent';

/** Work that ends when the test says so. */
class Workshop {
  readonly begun: number[] = [];
  private readonly open = new Map<
    number,
    { finish: (result: number) => void; fail: (error: Error) => void }
  >();

  readonly work = (item: number): Promise<number> => {
    this.begun.push(item);
    return new Promise((finish, fail) => this.open.set(item, { finish, fail }));
  };

  finish(item: number): void {
    this.open.get(item)?.finish(item);
  }

  fail(item: number): void {
    this.open.get(item)?.fail(new Error(`item ${item} failed`));
  }
}

/** Lets everything that waits for nothing happen. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const items = [0, 1, 2, 3, 4, 5];

describe.each([
  ['mapOrdered', mapOrdered],
  ['mapAsCompleted', mapAsCompleted],
])('%s', (_name, map) => {
  it('starts nothing before the first result is requested', async () => {
    const shop = new Workshop();
    const results = map(items, 3, shop.work);
    await settled();
    expect(shop.begun).toEqual([]);
    await results.return(undefined);
    expect(shop.begun).toEqual([]);
  });

  it('starts only the given number of calls until a result is taken and the next is requested', async () => {
    const shop = new Workshop();
    const results = map(items, 3, shop.work);
    const first = results.next();
    await settled();
    expect(shop.begun).toEqual([0, 1, 2]);
    shop.finish(0);
    expect(await first).toEqual({ done: false, value: 0 });
    await settled();
    expect(shop.begun).toEqual([0, 1, 2]);
    void results.next();
    await settled();
    expect(shop.begun).toEqual([0, 1, 2, 3]);
  });

  it('starts nothing more when its consumer stops', async () => {
    const shop = new Workshop();
    const results = map(items, 2, shop.work);
    const first = results.next();
    await settled();
    shop.finish(0);
    await first;
    await results.return(undefined);
    shop.finish(1);
    await settled();
    expect(shop.begun).toEqual([0, 1]);
  });

  it('yields every result once, for any concurrency and any order of completion', async () => {
    const run = fc.asyncProperty(
      fc.array(fc.nat({ max: 6 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      async (ticks, ahead) => {
        let underWay = 0;
        const work = async ([index, count]: [number, number]): Promise<number> => {
          underWay += 1;
          expect(underWay).toBeLessThanOrEqual(ahead);
          for (let tick = 0; tick < count; tick += 1) await Promise.resolve();
          return index;
        };
        const yielded: number[] = [];
        for await (const index of map([...ticks.entries()], ahead, work)) {
          underWay -= 1;
          yielded.push(index);
        }
        if (map === mapAsCompleted) yielded.sort((one, other) => one - other);
        expect(yielded).toEqual([...ticks.keys()]);
      },
    );
    await fc.assert(run);
  });
});

describe('mapOrdered', () => {
  it('keeps the order of the items when later ones complete first', async () => {
    const shop = new Workshop();
    const results = mapOrdered([0, 1, 2], 3, shop.work);
    const first = results.next();
    await settled();
    shop.finish(2);
    shop.finish(1);
    await settled();
    shop.finish(0);
    expect(
      [await first, await results.next(), await results.next()].map(({ value }) => value as number),
    ).toEqual([0, 1, 2]);
  });

  it('throws a failure after the results before it, and yields nothing more', async () => {
    const shop = new Workshop();
    const results = mapOrdered([0, 1, 2], 3, shop.work);
    const first = results.next();
    await settled();
    shop.fail(1);
    shop.finish(2);
    await settled();
    shop.finish(0);
    expect(await first).toEqual({ done: false, value: 0 });
    await expect(results.next()).rejects.toThrow('item 1 failed');
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });
});

describe('mapAsCompleted', () => {
  it('yields results in order of completion', async () => {
    const shop = new Workshop();
    const results = mapAsCompleted([0, 1, 2], 3, shop.work);
    const first = results.next();
    await settled();
    shop.finish(2);
    expect((await first).value).toBe(2);
    shop.finish(1);
    expect((await results.next()).value).toBe(1);
    shop.finish(0);
    expect((await results.next()).value).toBe(0);
    expect((await results.next()).done).toBe(true);
  });

  it('yields results while it waits for the next item', async () => {
    const shop = new Workshop();
    let send = (): void => undefined;
    const late = async function* (): AsyncGenerator<number> {
      yield 0;
      await new Promise<void>((resolve) => (send = resolve));
      yield 1;
    };
    const results = mapAsCompleted(late(), 3, shop.work);
    const first = results.next();
    await settled();
    shop.finish(0);
    expect((await first).value).toBe(0);
    const second = results.next();
    await settled();
    expect(shop.begun).toEqual([0]);
    send();
    await settled();
    expect(shop.begun).toEqual([0, 1]);
    shop.finish(1);
    expect((await second).value).toBe(1);
    expect((await results.next()).done).toBe(true);
  });

  it('throws a failure of the items after all results', async () => {
    const shop = new Workshop();
    const broken = async function* (): AsyncGenerator<number> {
      yield 0;
      yield await Promise.resolve(1);
      throw new Error('no more items');
    };
    const results = mapAsCompleted(broken(), 3, shop.work);
    const first = results.next();
    await settled();
    shop.finish(1);
    expect((await first).value).toBe(1);
    const second = results.next();
    await settled();
    shop.finish(0);
    expect((await second).value).toBe(0);
    await expect(results.next()).rejects.toThrow('no more items');
  });

  it('starts nothing more when its consumer stops while the next item is on its way', async () => {
    const shop = new Workshop();
    let send = (): void => undefined;
    const late = async function* (): AsyncGenerator<number> {
      yield 0;
      await new Promise<void>((resolve) => (send = resolve));
      yield 1;
    };
    const results = mapAsCompleted(late(), 3, shop.work);
    const first = results.next();
    await settled();
    shop.finish(0);
    await first;
    await results.return(undefined);
    send();
    await settled();
    expect(shop.begun).toEqual([0]);
  });
});
