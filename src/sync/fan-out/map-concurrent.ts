/**
 * Runs `work` on every item, and yields the results in the order of the items. At most `ahead` items are started and
 * not yet yielded. The first failure is thrown in its place, and nothing after it is yielded.
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
 * Runs `work` on every item, and yields each result when it is complete. Items start in order. At most `ahead` of
 * them are started and not yet yielded. `work` must not reject: a failure must be part of its result.
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

/** Marks a promise that is awaited later as handled, so that Node does not report its rejection. */
function observed<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
