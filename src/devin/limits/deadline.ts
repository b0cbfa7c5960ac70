import { realClock, type Clock } from './clock';
import type { Getter } from '../calls';
import { DevinError } from '../errors';

export interface Deadline {
  /** Counted from now. */
  readonly withinMs: number;
  /** The host of the API, for errors. */
  readonly host: string;
  /** Whether Devin answered 429, which explains why there was no answer in time. */
  readonly isLimited: () => boolean;
  readonly sleep?: Clock['sleep'];
}

/** A client whose calls all end before one deadline. It includes all waits, attempts and slow answers. */
export function byDeadline(client: Getter, deadline: Deadline): Getter {
  const { withinMs, host, isLimited, sleep = realClock.sleep } = deadline;
  const over = sleep(withinMs);
  const expiry = async (path: string): Promise<never> => {
    await over;
    const detail = `nothing more is waited for after ${withinMs / 1000} s`;
    const request = { method: 'GET', path, host } as const;
    if (!isLimited()) throw new DevinError({ outcome: 'timeout', request, detail });
    throw new DevinError({ outcome: 'rate_limited', request, answered: '429 Too Many Requests', detail });
  };
  return { get: (path, ...more) => Promise.race([client.get(path, ...more), expiry(path)]) };
}
