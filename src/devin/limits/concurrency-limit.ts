import type { DevinClient } from '../calls';

/**
 * The number of calls that may wait for their next attempt beside the calls in progress. With fewer, calls that fail for
 * minutes would block the others. Without a limit, thousands of calls would ask a server that is down again and again.
 */
export const mostWaitingCalls = 20;

/**
 * The same client with a maximum of calls in progress. Other calls wait here, in order. All streams share one later
 * queue. There, the calls of one stream would block the others. A call that waits for its next attempt gives its place to
 * another call.
 */
export function atMost(most: number, client: DevinClient): DevinClient {
  const places = new Places(most);
  const duringWait = (wait: Promise<void>) => places.lendDuring(wait);
  return {
    get: async (path, query, options) => {
      await places.enter();
      try {
        return await client.get(path, query, { ...options, duringWait });
      } finally {
        places.leave();
      }
    },
    pages: (...call) => client.pages(...call),
  };
}

/** Places that are taken in order. */
class Places {
  private readonly queue: (() => void)[] = [];
  private waitingCalls = 0;

  constructor(private free: number) {}

  async enter(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  /** Gives a place to another call during a wait, unless many wait already. */
  async lendDuring(wait: Promise<void>): Promise<void> {
    if (this.waitingCalls >= mostWaitingCalls) return wait;
    this.waitingCalls += 1;
    this.leave();
    await wait;
    this.waitingCalls -= 1;
    await this.enter();
  }

  leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.free += 1;
  }
}
