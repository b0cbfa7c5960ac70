/** How many days after its hint an event comes. */
export type Lag = number;

/** About how many requests a search needs for each day that is not zero without its hint. */
const requestsWithoutHint = 3;

/** How many requests hints may cost: half of what they can save, if the events are spread over the subjects and days. */
export function worthwhileRequests(events: number, size: number): number {
  const active = size * (1 - Math.exp(-events / Math.max(size, 1)));
  return Math.floor((Math.min(requestsWithoutHint * active, size) - active) / 2);
}

/** How many days after their hints events come, learned from answers. At first, most come on the day of the hint. */
export class Lags {
  readonly all: readonly Lag[];
  /** Events by their lag. The last number is for events that came on none of the days. */
  private readonly events: number[];
  private first: Promise<void> | undefined;

  /** `most` is the longest lag. */
  constructor(most: Lag) {
    this.all = Array.from({ length: most + 1 }, (_, lag) => lag);
    this.events = [2, ...new Array<number>(most + 1).fill(0.5)];
  }

  /** Runs the first search by hints before all others, which learn from it. They do not run if hints are no use. */
  async inTurn(follow: () => Promise<void>): Promise<void> {
    if (this.first === undefined) {
      this.first = follow();
      return this.first;
    }
    await this.first.catch(() => undefined);
    if (this.next(new Set(), () => true) !== undefined) await follow();
  }

  /**
   * The lag to ask for next: the most likely one that was not tried and can be asked for. Undefined if a search without
   * hints is expected to need fewer requests.
   */
  next(tried: ReadonlySet<Lag>, canAsk: (lag: Lag) => boolean): Lag | undefined {
    const inOrder = this.all
      .filter((lag) => !tried.has(lag) && canAsk(lag))
      .sort((one, other) => this.eventsAt(other) - this.eventsAt(one));
    return this.gain(inOrder, this.eventsWithout(tried)) > 0 ? inOrder[0] : undefined;
  }

  /** The lags from so many days on. */
  beyond(days: number): Set<Lag> {
    return new Set(this.all.filter((lag) => lag >= days));
  }

  /** Learns that so many events came on that day. */
  found(lag: Lag, events: number): void {
    this.events[lag] = this.eventsAt(lag) + events;
  }

  /** Learns that so many events came on none of the tried days: the other days get their shares. */
  missed(tried: ReadonlySet<Lag>, events: number): void {
    const total = this.eventsWithout(tried);
    this.events.forEach((own, lag) => {
      if (!tried.has(lag)) this.events[lag] = own + (events * own) / total;
    });
  }

  /** How many requests it saves to ask for these lags, one after the other, as long as that saves any. */
  private gain([first, ...others]: readonly Lag[], events: number): number {
    if (first === undefined) return 0;
    const own = this.eventsAt(first);
    // As if one more had come: what was seen rarely is not given up too early.
    const chance = (own + 1) / (events + 1);
    return chance * requestsWithoutHint - 1 + (1 - chance) * Math.max(0, this.gain(others, events - own));
  }

  private eventsWithout(tried: ReadonlySet<Lag>): number {
    return this.events.reduce((sum, own, lag) => (tried.has(lag) ? sum : sum + own), 0);
  }

  private eventsAt(lag: Lag): number {
    return this.events[lag] ?? 0;
  }
}
