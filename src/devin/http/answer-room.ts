/** Room for long answers: a limited number is held at once, and the others wait in order. */
export class AnswerRoom {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /**
   * Resolves when there is room, with a function that gives the room back. Rejects with the reason of the signal if
   * it aborts.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.free > 0) this.free -= 1;
    else await this.turn(signal);
    let isHeld = true;
    return () => {
      if (isHeld) this.leave();
      isHeld = false;
    };
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }

  private turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onTurn = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = (): void => {
        this.waiting.splice(this.waiting.indexOf(onTurn), 1);
        reject(signal.reason as Error);
      };
      this.waiting.push(onTurn);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
