import type { DevinError } from '../devin/errors';

/** Why a request was not sent. */
export type Unasked = 'stopped' | 'budget';

/** What became of a request. */
export type Reply =
  | { readonly kind: 'answered'; readonly body: unknown }
  /** Devin's own refusal: 400–499 with JSON. */
  | { readonly kind: 'refused'; readonly status: number; readonly error: DevinError }
  /** Anything else: 5xx, the network, an answer that is not Devin's. It tells nothing. */
  | { readonly kind: 'failed'; readonly error: DevinError }
  | { readonly kind: 'unasked'; readonly why: Unasked };

export type NoAnswer = Exclude<Reply, { kind: 'answered' }>;

/** What became of a request that failed. */
export function replyOf(error: DevinError): Reply {
  const { outcome, status } = error;
  if (outcome === 'stopped') return { kind: 'unasked', why: 'stopped' };
  const isRefusal = ['unauthorized', 'forbidden', 'not_found', 'barred', 'rejected'].includes(outcome);
  return isRefusal && status !== undefined ? { kind: 'refused', status, error } : { kind: 'failed', error };
}

/** Whether Devin refused the request with one of these statuses. */
export function isRefused(reply: Reply, ...statuses: readonly number[]): boolean {
  return reply.kind === 'refused' && statuses.includes(reply.status);
}
