/**
 * Runs `work` on every item, at most `ahead` of them begun and not yet yielded, and yields the results in the
 * order of the items. The first failure is thrown in its place; nothing after it is yielded.
 */
export async function* mapOrdered<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  for (const item of items) {
    begun.push(observed(work(item)));
    if (begun.length >= ahead) yield await (begun.shift() as Promise<Result>);
  }
  for (const result of begun) yield await result;
}

/**
 * Runs `work` on every item, begun in the order of the items, at most `ahead` of them begun and not yet yielded,
 * and yields each result as it completes. `work` must not reject: what may fail is part of its result.
 */
export async function* mapAsCompleted<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running = new Map<number, Promise<[number, Result]>>();
  let key = 0;
  for (const item of items) {
    const id = key++;
    running.set(
      id,
      work(item).then((result) => [id, result]),
    );
    if (running.size >= ahead) yield await settleOne(running);
  }
  while (running.size > 0) yield await settleOne(running);
}

async function settleOne<Result>(running: Map<number, Promise<[number, Result]>>): Promise<Result> {
  const [id, result] = await Promise.race(running.values());
  running.delete(id);
  return result;
}

/** Keeps a rejection that is awaited only later from counting as unhandled. */
function observed<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
