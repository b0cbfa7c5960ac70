import { StreamState } from './messages';

/** How often a state may be due. */
export const stateIntervalMs = 30_000;
const largeStateIntervalMs = 300_000;
const largeStateLength = 64 * 1024;

/**
 * The states of one stream during the sync. A small one is due at every interval. A large one is due seldom, because
 * it is always written completely.
 */
export class DueStates {
  private length = 0;

  constructor(
    private readonly stream: string,
    private sentMs: number,
  ) {}

  /**
   * The message to send now. Undefined if none is due, or if the state cannot be written. The end of the stream
   * reports that.
   */
  next(state: object, nowMs: number): StreamState | undefined {
    const isEarly = nowMs - this.sentMs < largeStateIntervalMs;
    if (isEarly && this.length >= largeStateLength) return undefined;
    const message = this.message(state);
    this.length = message?.state.length ?? 0;
    if (isEarly && this.length >= largeStateLength) return undefined;
    this.sentMs = nowMs;
    return message;
  }

  private message(state: object): StreamState | undefined {
    try {
      return new StreamState(this.stream, state);
    } catch {
      return undefined;
    }
  }
}
