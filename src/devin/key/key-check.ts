import type { Get, RequestOptions } from '../calls';
import { DevinError, isOutcome } from '../errors';
import { SELF_PATH } from '../scope';

/**
 * The same, but for a 401: then Devin is asked who the key is. Where that is answered 401 too, the key is dead, and
 * `onDeadKey` is called with the error. Where it is answered otherwise, the request is asked once more: a second 401 means
 * that only this endpoint is closed to the key, as a 403 does. Where nobody can tell, that is what the error says.
 */
export function withKeyCheck(get: Get, onDeadKey: (error: DevinError) => void): Get {
  // One question at a time: many requests may be answered 401 before the first answer is there.
  let question: Promise<KeyState> | undefined;
  const ask = () => (question ??= keyState(get).finally(() => (question = undefined)));
  return async (...request) => {
    const refusal = await refusalOf(get, request);
    if ('answer' in refusal) return refusal.answer;
    // Of the question itself, asking it again is the question.
    const [path, , options] = request;
    const state = await (path === SELF_PATH ? keyState(get, options) : ask());
    if (state === 'dead') {
      onDeadKey(refusal.error);
      throw refusal.error;
    }
    if (state !== 'alive') throw unknownState(state, refusal.error);
    return get(...request).catch((error: unknown) => {
      throw isOutcome(error, 'unauthorized')
        ? new DevinError({ ...error.facts, outcome: 'forbidden' })
        : error;
    });
  };
}

/** Or why it is not known. */
type KeyState = 'alive' | 'dead' | DevinError;

/** What is answered, or the 401 that is. */
async function refusalOf(
  get: Get,
  request: Parameters<Get>,
): Promise<{ answer: unknown } | { error: DevinError }> {
  try {
    return { answer: await get(...request) };
  } catch (error) {
    if (!isOutcome(error, 'unauthorized')) throw error;
    return { error };
  }
}

async function keyState(get: Get, options?: RequestOptions): Promise<KeyState> {
  try {
    await get(SELF_PATH, {}, options);
    return 'alive';
  } catch (error) {
    if (!(error instanceof DevinError)) throw error;
    if (error.outcome === 'unauthorized') return 'dead';
    // Any other answer of Devin is for a key that it knows.
    return error.isPassing || error.outcome === 'stopped' ? error : 'alive';
  }
}

function unknownState(state: DevinError, { facts: { request, answered } }: DevinError): DevinError {
  if (state.outcome === 'stopped') return state;
  const why = `this was asked because ${request?.path ?? 'a request'} was answered ${answered ?? '401'}`;
  const said = state.facts.detail;
  return new DevinError({ ...state.facts, detail: said === undefined ? why : `${said}; ${why}` });
}
