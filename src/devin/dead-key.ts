import type { DevinClient } from './client';
import { DevinError } from './errors';
import { SELF_PATH } from './scope';

/**
 * A client that asks who it is whenever a request is answered 401. Where that is answered 401 too, the key is dead:
 * `onDeadKey` is called with the error. Otherwise only this endpoint is closed to the key, as with a 403.
 */
export function withDeadKeyCheck(client: DevinClient, onDeadKey: (error: DevinError) => void): DevinClient {
  // One question at a time: many requests may be answered 401 before the first answer is there.
  let question: Promise<boolean> | undefined;
  const ask = (): Promise<boolean> => (question ??= isDead(client).finally(() => (question = undefined)));
  const judge = async (error: unknown): Promise<never> => {
    if (!(error instanceof DevinError) || error.outcome !== 'unauthorized') throw error;
    if (!(await ask())) throw new DevinError({ ...error.facts, outcome: 'forbidden' });
    onDeadKey(error);
    throw error;
  };
  return {
    get: (...request) => client.get(...request).catch(judge),
    async *pages(...request) {
      try {
        yield* client.pages(...request);
      } catch (error) {
        await judge(error);
      }
    },
    get requestCount() {
      return client.requestCount;
    },
  };
}

async function isDead(client: DevinClient): Promise<boolean> {
  try {
    await client.get(SELF_PATH);
    return false;
  } catch (error) {
    return error instanceof DevinError && error.outcome === 'unauthorized';
  }
}
