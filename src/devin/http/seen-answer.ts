import type { Answer, Send } from './transport';

/** The part of an answer for an observer. */
export interface SeenAnswer extends Pick<Answer, 'status' | 'body' | 'header'> {
  /** From the start of the request to the last byte of the answer. */
  readonly durationMs: number;
}

/** The same function. It also shows each answer to the observer. */
export function observed(send: Send, onAnswer?: (answer: SeenAnswer) => void): Send {
  if (onAnswer === undefined) return send;
  return async (...request) => {
    const startedMs = performance.now();
    const answer = await send(...request);
    const { status, body, header } = answer;
    onAnswer({ status, body, header, durationMs: performance.now() - startedMs });
    return answer;
  };
}
