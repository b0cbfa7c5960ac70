import type { Get, RequestOptions } from '../calls';
import { DevinError, isOutcome } from '../errors';
import { SELF_PATH } from '../scope';

/**
 * The same function, but it handles 401: then it asks Devin who the key is. If the answer is 401 too, the API key was
 * revoked, and `onRevokedKey` is called with the error. Otherwise it sends the request once more. A second 401 means
 * that the key may not read this endpoint, as 403 does. If the question fails, the error says so.
 */
export function withKeyCheck(get: Get, onRevokedKey: (error: DevinError) => void): Get {
  // One question at a time: many requests may get 401 before the first answer comes.
  let question: Promise<KeyState> | undefined;
  const ask = () => (question ??= keyState(get).finally(() => (question = undefined)));
  return async (...request) => {
    const refusal = await refusalOf(get, request);
    if ('answer' in refusal) return refusal.answer;
    // If the request is the question itself, it is only asked again.
    const [path, , options] = request;
    const state = await (path === SELF_PATH ? keyState(get, options) : ask());
    if (state === 'revoked') {
      onRevokedKey(refusal.error);
      throw refusal.error;
    }
    if (state !== 'valid') throw unknownState(state, refusal.error);
    return get(...request).catch((error: unknown) => {
      throw isOutcome(error, 'unauthorized')
        ? new DevinError({ ...error.facts, outcome: 'forbidden' })
        : error;
    });
  };
}

/** The state of the key, or the error if it is not known. */
type KeyState = 'valid' | 'revoked' | DevinError;

/** The answer, or the 401. */
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
    return 'valid';
  } catch (error) {
    if (!(error instanceof DevinError)) throw error;
    if (error.outcome === 'unauthorized') return 'revoked';
    // Any other answer of Devin means that it knows the key.
    return error.isPassing || error.outcome === 'stopped' ? error : 'valid';
  }
}

function unknownState(state: DevinError, { facts: { request, answered } }: DevinError): DevinError {
  if (state.outcome === 'stopped') return state;
  const why = `this was asked because ${request?.path ?? 'a request'} was answered ${answered ?? '401'}`;
  const said = state.facts.detail;
  return new DevinError({ ...state.facts, detail: said === undefined ? why : `${said}; ${why}` });
}
