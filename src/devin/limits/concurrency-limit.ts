import type { DevinClient } from '../calls';

/**
 * The same client, of whose calls at most so many are under way: the others wait here, in order. In the queue that all
 * streams share, those of one stream would keep the others waiting, and the time that they have would run out.
 */
export function atMost(most: number, client: DevinClient): DevinClient {
  const waiting: (() => void)[] = [];
  let free = most;
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    get: async (...call) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await client.get(...call);
      } finally {
        leave();
      }
    },
    pages: (...call) => client.pages(...call),
    get requestCount() {
      return client.requestCount;
    },
  };
}
