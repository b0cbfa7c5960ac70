/**
 * Passes the messages of several senders to one consumer, in the order in which they were sent. A sender that awaits
 * `send` continues only after the consumer has handled the message and asks for the next one.
 */
export class Channel<Message> {
  private readonly queue: { message: Message; done: () => void }[] = [];
  private isClosed = false;
  private wake: () => void = () => undefined;

  send(message: Message): Promise<void> {
    return new Promise((done) => {
      this.queue.push({ message, done });
      this.wake();
    });
  }

  /** Ends the loop of the consumer after it has taken all messages. */
  close(): void {
    this.isClosed = true;
    this.wake();
  }

  async *messages(): AsyncGenerator<Message, void> {
    for (;;) {
      const next = this.queue.shift();
      if (next !== undefined) {
        yield next.message;
        next.done();
      } else if (this.isClosed) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
