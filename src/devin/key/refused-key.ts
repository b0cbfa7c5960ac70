import type { DevinClient } from '../calls';
import { isOutcome } from '../errors';

export interface RefusedKey {
  /** Whether the key is refused everywhere, even where every valid key gets an answer. */
  readonly isRefusedEverywhere: () => Promise<boolean>;
  readonly onRefused: () => void;
}

/**
 * A client that checks the key if its first answers are 403: does the key lack one endpoint, or everything? After any
 * other answer, a 403 belongs only to its endpoint. The check runs at most once.
 */
export function withRefusedKeyCheck(client: DevinClient, key: RefusedKey): DevinClient {
  const refusals = watchRefusals(key);
  return {
    get: async (...request) => {
      const answer = await client.get(...request).catch(refusals.refused);
      refusals.answered();
      return answer;
    },
    async *pages(...request) {
      try {
        for await (const page of client.pages(...request)) {
          refusals.answered();
          yield page;
        }
      } catch (error) {
        await refusals.refused(error);
      }
    },
  };
}

function watchRefusals({ isRefusedEverywhere, onRefused }: RefusedKey) {
  let wasAnswered = false;
  let question: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    if (await isRefusedEverywhere()) onRefused();
  };
  return {
    answered: () => void (wasAnswered = true),
    /** Throws the error after the check. */
    refused: async (error: unknown): Promise<never> => {
      if (!wasAnswered && isOutcome(error, 'forbidden')) await (question ??= ask());
      throw error;
    },
  };
}
