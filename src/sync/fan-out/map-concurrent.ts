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
 * Runs `work` on every item, and yields each result when it is complete. Items start in order, as soon as they come. At
 * most `ahead` of them are started and not yet yielded. `work` must not reject: a failure must be part of its result. If
 * the items fail, that is thrown after all results.
 */
export async function* mapAsCompleted<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const run = new Run(Symbol.asyncIterator in items ? items : oneByOne(items), work);
  try {
    while (!run.isOver) {
      if (run.notYielded < ahead) run.askForItem();
      if (run.completed.length > 0) yield run.completed.shift() as Result;
      else await run.change();
    }
  } finally {
    run.stop();
  }
  run.throwFailureOfItems();
}

/** Takes one item after the other, and works on all that it has. */
class Run<Item, Result> {
  readonly completed: Result[] = [];
  private running = 0;
  private isAsked = false;
  private isLast = false;
  private failure: { readonly error: unknown } | undefined;
  private wake: () => void = () => undefined;
  private readonly source: AsyncIterator<Item>;

  constructor(
    items: AsyncIterable<Item>,
    private readonly work: (item: Item) => Promise<Result>,
  ) {
    this.source = items[Symbol.asyncIterator]();
  }

  get notYielded(): number {
    return this.running + this.completed.length;
  }

  get isOver(): boolean {
    return this.isLast && this.notYielded === 0;
  }

  /** Starts the next item when it comes, unless one is on its way already. */
  askForItem(): void {
    if (this.isAsked || this.isLast) return;
    this.isAsked = true;
    const fail = (error: unknown): void => {
      this.failure = { error };
      this.isLast = true;
    };
    void this.source
      .next()
      .then((next) => this.take(next))
      .catch(fail)
      .then(() => this.wake());
  }

  /** Resolves when an item has come or a result is complete. */
  change(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  stop(): void {
    this.isLast = true;
  }

  throwFailureOfItems(): void {
    if (this.failure) throw this.failure.error;
  }

  private take({ done, value }: IteratorResult<Item, unknown>): void {
    this.isAsked = false;
    if (done) this.isLast = true;
    else if (!this.isLast) void this.begin(value);
  }

  private async begin(item: Item): Promise<void> {
    this.running += 1;
    this.completed.push(await this.work(item));
    this.running -= 1;
    this.wake();
  }
}

async function* oneByOne<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

/** Marks a promise that is awaited later as handled, so that Node does not report its rejection. */
function observed<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
