import type { Message } from './protocol';

interface Waiter {
  readonly fits: (message: Message) => boolean;
  missing: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Splits the output of a process into lines and messages, and wakes those who wait for one of them. */
export class Lines {
  text = '';
  /** What follows the last line break. */
  rest = '';
  readonly lines: string[] = [];
  readonly messages: Message[] = [];
  /** A sentence for each line that is not a message. */
  readonly problems: string[] = [];
  private waiters: Waiter[] = [];

  /** `parse` throws where a line is wrong, and answers undefined where lines are no messages. */
  constructor(private readonly parse: (line: string) => Message | undefined) {}

  take(chunk: string): void {
    this.text += chunk;
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.takeLine(line);
  }

  end(): void {
    for (const { reject } of this.waiters)
      reject(new Error(`The process ended before that message came: ${this.text}`));
  }

  /** Resolves once `count` messages that fit were taken, earlier ones included. */
  waitFor(fits: (message: Message) => boolean, count: number): Promise<void> {
    const missing = count - this.messages.filter(fits).length;
    if (missing <= 0) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiters.push({ fits, missing, resolve, reject }));
  }

  private takeLine(line: string): void {
    this.lines.push(line);
    try {
      const message = this.parse(line);
      if (message) this.takeMessage(message);
    } catch (error) {
      this.problems.push(String(error));
    }
  }

  private takeMessage(message: Message): void {
    this.messages.push(message);
    for (const waiter of this.waiters) if (waiter.fits(message)) waiter.missing -= 1;
    for (const waiter of this.waiters) if (waiter.missing <= 0) waiter.resolve();
    this.waiters = this.waiters.filter(({ missing }) => missing > 0);
  }
}
