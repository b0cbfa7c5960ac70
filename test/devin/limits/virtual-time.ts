interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that jumps to the next timer as soon as no other work is left. */
export class VirtualTime {
  private sleepers: Sleeper[] = [];
  private nowMs = 1_700_000_000_000;

  readonly now = (): number => this.nowMs;

  /** How many wait to be woken. */
  get sleeping(): number {
    return this.sleepers.length;
  }

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const sleeper = { atMs: this.nowMs + ms, wake: resolve };
      const after = this.sleepers.findIndex((other) => other.atMs > sleeper.atMs);
      this.sleepers.splice(after < 0 ? this.sleepers.length : after, 0, sleeper);
      const broken = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(new Error('broken off'));
      };
      if (signal?.aborted) broken();
      else signal?.addEventListener('abort', broken, { once: true });
    });

  /** Runs until the work is done; fails on a deadlock. */
  async until<Value>(work: Promise<Value>): Promise<Value> {
    const progress = { isDone: false };
    const end = () => {
      progress.isDone = true;
    };
    work.then(end, end);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (progress.isDone) return work;
      const next = this.sleepers.shift();
      if (!next) throw new Error('Everybody waits, and nobody will wake');
      this.nowMs = next.atMs;
      next.wake();
    }
  }
}
