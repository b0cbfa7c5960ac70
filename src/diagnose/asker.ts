import type { CountedClient, Getter, RequestOptions } from '../devin/calls';
import { DevinError } from '../devin/errors';
import { queryString, type Query } from '../devin/http/query';
import { replyOf, type Reply } from './reply';

/** The limit of requests for a whole run, with repeated attempts. */
export const mostRequests = 80;
/** Attempts for one request. */
const mostAttempts = 3;
const patience: RequestOptions = { totalMs: 60_000, timeoutMs: 30_000 };

/** A request that was answered. */
export interface Answered {
  readonly path: string;
  readonly query: Query;
  readonly body: unknown;
}

/**
 * Asks each request once in a run, and keeps its answer for all questions. It never sends more requests than the limit.
 */
export class Asker implements Getter {
  /** All answers so far, in order. */
  readonly answered: Answered[] = [];
  private readonly replies = new Map<string, Promise<Reply>>();
  /** The attempts that requests under way may still use, or have used. */
  private reserved = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly client: CountedClient,
    private readonly limit = mostRequests,
  ) {}

  get requestCount(): number {
    return this.client.requestCount;
  }

  /** What became of this request. It is sent only once, and never rejects. */
  ask(path: string, query: Query = {}): Promise<Reply> {
    const key = path + queryString(query);
    const reply = this.replies.get(key) ?? this.askAgain(path, query);
    this.replies.set(key, reply);
    return reply;
  }

  /** Sends the request even if it was sent before. */
  async askAgain(path: string, query: Query = {}): Promise<Reply> {
    const attempts = await this.reserve();
    if (attempts === 0) return { kind: 'unasked', why: 'budget' };
    try {
      const body = await this.client.get(path, query, { ...patience, maxAttempts: attempts });
      this.answered.push({ path, query, body });
      return { kind: 'answered', body };
    } catch (error) {
      if (error instanceof DevinError) return replyOf(error);
      throw error;
    } finally {
      this.reserved -= attempts;
      for (const wake of this.waiting.splice(0)) wake();
    }
  }

  /**
   * For the probes of `check`: they get the answers that the questions need too. A list of one item becomes a whole
   * page, unless that is too much for Devin.
   */
  readonly get: Getter['get'] = async (path, query = {}) => {
    const whole = 'first' in query ? pageOf(path, query) : query;
    const first = await this.ask(path, whole);
    const reply = first.kind === 'failed' && whole !== query ? await this.ask(path, query) : first;
    if (reply.kind === 'answered') return reply.body;
    if (reply.kind !== 'unasked') throw reply.error;
    throw new DevinError({ outcome: 'stopped', request: { method: 'GET', path, host: 'Devin' } });
  };

  /** Reserves the attempts of one request. Returns their number: 0 if the limit is reached. */
  private async reserve(): Promise<number> {
    for (;;) {
      const left = this.limit - this.client.requestCount - this.reserved;
      if (left < 1 && this.reserved === 0) return 0;
      const attempts = Math.min(left, mostAttempts);
      this.reserved += Math.max(attempts, 0);
      if (attempts >= 1) return attempts;
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }
}

/** The query for a whole page. Insights are long. */
export function pageOf(path: string, query: Query = {}): Query {
  return { ...query, first: path.endsWith('/insights') ? 50 : 200 };
}
