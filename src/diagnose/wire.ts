import type { SeenAnswer } from '../devin/http/seen-answer';
import { isObject } from './json';

/** The form of the body of a refusal. */
export type ErrorForm = 'problem' | 'older' | 'other';

const limitHeaders = [
  ...['ratelimit', 'ratelimit-policy', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
  ...['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'],
];

/** What the answers show beside their bodies: times, headers, and the form of errors. */
export class Wire {
  readonly durationsMs: number[] = [];
  /** The names of headers about rate limits. */
  readonly limitHeaders = new Set<string>();
  /** How often Devin answered 429. */
  limited = 0;
  /** The forms of the bodies of refusals. */
  readonly errorForms = new Set<ErrorForm>();
  /** How far Devin's clock is ahead of ours, in seconds. Undefined before its first answer with a date. */
  devinAheadSeconds: number | undefined;

  readonly onAnswer = ({ status, body, header, durationMs }: SeenAnswer): void => {
    this.durationsMs.push(durationMs);
    if (status === 429) this.limited += 1;
    for (const name of limitHeaders) if (header(name) !== undefined) this.limitHeaders.add(name);
    const form = status >= 400 && status < 500 && status !== 429 ? formOf(body) : undefined;
    if (form !== undefined) this.errorForms.add(form);
  };
}

/** Undefined if the body is not JSON, because then it is not Devin's. */
function formOf(body: string): ErrorForm | undefined {
  const parsed = parsedObject(body);
  if (parsed === undefined) return undefined;
  if ('title' in parsed && 'status' in parsed) return 'problem';
  return 'detail' in parsed ? 'older' : 'other';
}

function parsedObject(body: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
