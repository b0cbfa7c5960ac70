/**
 * Runs `work` on the items of a list that may still be read, and yields what each of them yields, as it comes. At most
 * `most` items are worked on at once. An item goes on only after its last result was consumed. `work` must not throw. If
 * the list throws, that is thrown after the work on all its items.
 */
export async function* mergeConcurrent<Item, Result>(
  items: AsyncGenerator<Item>,
  most: number,
  work: (item: Item) => AsyncGenerator<Result>,
): AsyncGenerator<Result> {
  const results = new Handover<Result>();
  const worker = async (): Promise<void> => {
    for (let next = await items.next(); !next.done; next = await items.next()) {
      for await (const result of work(next.value)) if (!(await results.give(result))) return;
    }
  };
  const workers = Array.from({ length: most }, worker);
  const ended = Promise.allSettled(workers).finally(() => results.close());
  try {
    yield* results.taken();
  } finally {
    results.close();
  }
  const failed = (await ended).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

/** Passes values from hand to hand: a giver waits until its value was consumed. */
class Handover<Value> {
  private readonly given: { readonly value: Value; readonly answer: (isTaken: boolean) => void }[] = [];
  private isClosed = false;
  private wake = (): void => undefined;

  /** Returns whether the value was consumed. False if nobody takes values any more. */
  give(value: Value): Promise<boolean> {
    if (this.isClosed) return Promise.resolve(false);
    return new Promise((answer) => {
      this.given.push({ value, answer });
      this.wake();
    });
  }

  close(): void {
    this.isClosed = true;
    for (const { answer } of this.given.splice(0)) answer(false);
    this.wake();
  }

  async *taken(): AsyncGenerator<Value> {
    for (;;) {
      const next = this.given.shift();
      if (next === undefined && this.isClosed) return;
      if (next === undefined) await new Promise<void>((resolve) => (this.wake = resolve));
      else {
        yield next.value;
        next.answer(true);
      }
    }
  }
}
