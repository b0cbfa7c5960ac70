import { STATUS_CODES } from 'node:http';
import type { Outcome } from '../error-facts';

/** The meaning of a status with a JSON body. The first matching row counts. */
const byStatus: readonly (readonly [from: number, to: number, Outcome])[] = [
  // Devin does not redirect, does not cache, and accepts GET everywhere. Something in between sends these.
  [100, 199, 'not_devin'],
  [300, 399, 'not_devin'],
  [401, 401, 'unauthorized'],
  [402, 402, 'barred'],
  [403, 403, 'forbidden'],
  [404, 404, 'not_found'],
  [405, 405, 'not_devin'],
  [407, 407, 'not_devin'],
  [408, 408, 'server_error'],
  [410, 410, 'not_found'],
  [421, 421, 'not_devin'],
  [425, 425, 'server_error'],
  [429, 429, 'rate_limited'],
  [451, 451, 'barred'],
  [499, 499, 'not_devin'],
  [400, 499, 'rejected'],
  [500, 599, 'server_error'],
];

/** Statuses of 400–499 that mean the same from any server. */
const sameFromAnybody: readonly number[] = [408, 429];

/**
 * The outcome of an answer with a status outside 200–299. A 4xx without JSON comes from something in between: it
 * tells nothing about people, permissions or keys.
 */
export function outcomeOfStatus(status: number, isJson: boolean): Outcome {
  const isRefusal = status >= 400 && status <= 499;
  if (isRefusal && !isJson && !sameFromAnybody.includes(status)) return 'not_devin';
  const row = byStatus.find(([from, to]) => from <= status && status <= to);
  return row?.[2] ?? 'not_devin';
}

/** A status with its name, such as `403 Forbidden`. */
export function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
}
