import type { DevinClient } from '../calls';
import { DevinError } from '../errors';

/** This many calls that used up their time, with no answer in between, are an outage. */
export const callsOfAnOutage = 20;

/** The same client. It also detects an outage, as opposed to failures of single calls. */
export class WatchedClient implements DevinClient {
  private answers = 0;
  private usedUp = 0;

  constructor(private readonly client: DevinClient) {}

  /**
   * True if at least 20 calls have used up their time on failures that may pass (5xx, network), and no call was
   * answered since the first of them started. A refusal (4xx) is an answer.
   */
  get isOutage(): boolean {
    return this.usedUp >= callsOfAnOutage;
  }

  async get(...call: Parameters<DevinClient['get']>): Promise<unknown> {
    const answersBefore = this.answers;
    try {
      const answer = await this.client.get(...call);
      this.answered();
      return answer;
    } catch (error) {
      throw this.failed(error, answersBefore);
    }
  }

  async *pages(...call: Parameters<DevinClient['pages']>): AsyncGenerator<unknown[]> {
    const pages = this.client.pages(...call);
    const [, , options] = call;
    if (options?.isOptional) {
      yield* pages;
      return;
    }
    for (;;) {
      const answersBefore = this.answers;
      const next = await pages.next().catch((error: unknown) => {
        throw this.failed(error, answersBefore);
      });
      if (next.done) return;
      this.answered();
      yield next.value;
    }
  }

  private answered(): void {
    this.answers += 1;
    this.usedUp = 0;
  }

  private failed(error: unknown, answersBefore: number): unknown {
    if (!(error instanceof DevinError) || error.outcome === 'stopped') return error;
    if (!error.isPassing) this.answered();
    else if (this.answers === answersBefore) this.usedUp += 1;
    return error;
  }
}
