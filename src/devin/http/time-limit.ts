/**
 * Aborts its signal when the time is over or the stop aborts. Waits that the other side did not cause do not count.
 */
export class TimeLimit {
  private readonly abort = new AbortController();
  private readonly onStop = () => this.abort.abort();
  private timer: NodeJS.Timeout | undefined;
  private startedMs = 0;

  constructor(
    private leftMs: number,
    private readonly stop: AbortSignal,
  ) {
    if (stop.aborted) this.abort.abort();
    stop.addEventListener('abort', this.onStop, { once: true });
    this.run();
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Pauses the time until this wait ends. */
  async pausedFor<Value>(wait: () => Promise<Value>): Promise<Value> {
    clearTimeout(this.timer);
    this.leftMs -= performance.now() - this.startedMs;
    try {
      return await wait();
    } finally {
      this.run();
    }
  }

  /** Removes the timer and the listener. */
  end(): void {
    clearTimeout(this.timer);
    this.stop.removeEventListener('abort', this.onStop);
  }

  private run(): void {
    this.startedMs = performance.now();
    this.timer = setTimeout(this.onStop, Math.max(this.leftMs, 0));
  }
}
