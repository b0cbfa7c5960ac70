import type { DevinClient } from '../calls';
import { isOutcome } from '../errors';

export interface RefusedKey {
  /** Whether the key is refused wherever a living key is answered. */
  readonly isRefusedEverywhere: () => Promise<boolean>;
  readonly onRefused: () => void;
}

/**
 * A client that finds out, when its first answers are 403, whether only an endpoint is closed to the key or everything.
 * Once anything was answered, a 403 is a matter of its endpoint alone. The question is asked at most once.
 */
export function withRefusedKeyCheck(client: DevinClient, key: RefusedKey): DevinClient {
  const judge = judgeOf(key);
  return {
    get: async (...request) => {
      const answer = await client.get(...request).catch(judge.refused);
      judge.answered();
      return answer;
    },
    async *pages(...request) {
      try {
        for await (const page of client.pages(...request)) {
          judge.answered();
          yield page;
        }
      } catch (error) {
        await judge.refused(error);
      }
    },
    get requestCount() {
      return client.requestCount;
    },
  };
}

function judgeOf({ isRefusedEverywhere, onRefused }: RefusedKey) {
  let wasAnswered = false;
  let question: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    if (await isRefusedEverywhere()) onRefused();
  };
  return {
    answered: () => void (wasAnswered = true),
    /** Throws the error once it is clear what it means. */
    refused: async (error: unknown): Promise<never> => {
      if (!wasAnswered && isOutcome(error, 'forbidden')) await (question ??= ask());
      throw error;
    },
  };
}
