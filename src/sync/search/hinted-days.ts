import { addDays, countDays, type Day, type DayRange } from '../days';
import type { Lag, Lags } from './lags';

/** A day on or after which a subject probably had events. It may be wrong. */
export interface Hint {
  readonly subject: string;
  readonly day: Day;
  /** The last day on which the events can have come. */
  readonly through: Day;
  /** How many events there are. */
  readonly events: number;
}

/** A hint with what is known about it. */
interface OpenHint extends Hint {
  /** How many of its events are not found. */
  events: number;
  /** Whether any of its days has an answer. */
  isFollowed: boolean;
  /** The lags on which no more of its events are. */
  readonly tried: Set<Lag>;
}

/** Returns the number of events on a day. Undefined if Devin refuses. */
type AskDay = (subject: string, day: Day) => Promise<number | undefined>;

/** At most so many hints are followed at first, from all over the days, and then twice as many each time. */
const firstHints = 2;

/**
 * Asks for the days that hints name, as long as the answers show that hints are right. Each event that is found belongs
 * to one hint. If that leaves another hint without its event, it gives the event away and looks for its own again.
 */
export class HintedDays {
  private readonly answered = new Map<string, AnsweredDay>();

  constructor(
    private readonly range: DayRange,
    private readonly lags: Lags,
    private readonly ask: AskDay,
  ) {}

  async follow(hints: readonly Hint[]): Promise<void> {
    // What must have come first is explained first.
    let left = [...hints].sort((one, other) => (one.through < other.through ? -1 : 1));
    for (let size = firstHints; left.length > 0; size *= 2) {
      const step = Math.ceil(left.length / size);
      await this.followSome(left.filter((_, index) => index % step === 0));
      left = left.filter((_, index) => index % step !== 0);
    }
  }

  private async followSome(hints: readonly Hint[]): Promise<void> {
    let open = hints.map(({ ...hint }): OpenHint => {
      return { ...hint, isFollowed: false, tried: this.lags.beyond(countDays(hint.day, hint.through)) };
    });
    while (open.length > 0) {
      open = open.filter((hint) => this.claim(hint) > 0);
      const asked = open.map((hint) => ({ hint, lag: this.nextLag(hint) }));
      const reopened = asked.flatMap(({ hint, lag }) => (lag === undefined ? this.takeOver(hint) : []));
      const days = asked.flatMap(({ hint, lag }) =>
        lag === undefined ? [] : [[hint.subject, addDays(hint.day, lag)] as const],
      );
      await this.askDays(days);
      open = [
        ...new Set([...asked.flatMap(({ hint, lag }) => (lag === undefined ? [] : [hint])), ...reopened]),
      ];
    }
  }

  private nextLag(hint: OpenHint): Lag | undefined {
    const { from, to } = this.range;
    return this.lags.next(hint.tried, (lag) => {
      const day = addDays(hint.day, lag);
      return from <= day && day <= to;
    });
  }

  private async askDays(days: readonly (readonly [subject: string, day: Day])[]): Promise<void> {
    const byKey = new Map(days.map(([subject, day]) => [keyOf(subject, day), [subject, day] as const]));
    await Promise.all(
      [...byKey].map(async ([key, [subject, day]]) => {
        if (this.answered.has(key)) return;
        this.answered.set(key, { unclaimed: (await this.ask(subject, day)) ?? 0, claims: [] });
      }),
    );
  }

  /** Claims events for a hint on all answered days. Returns the number of events that it still lacks. */
  private claim(hint: OpenHint): number {
    for (const lag of this.lags.all) {
      const answered = this.answered.get(keyOf(hint.subject, addDays(hint.day, lag)));
      if (answered === undefined || hint.tried.has(lag)) continue;
      const events = Math.min(answered.unclaimed, hint.events);
      for (let event = 0; event < events; event += 1) answered.claims.push({ hint, lag });
      answered.unclaimed -= events;
      hint.events -= events;
      this.lags.found(lag, events);
      if (hint.events > 0) hint.tried.add(lag);
      hint.isFollowed = true;
    }
    return hint.events;
  }

  /** Takes events from other hints that can still look elsewhere, and returns those hints. */
  private takeOver(hint: OpenHint): OpenHint[] {
    const reopened: OpenHint[] = [];
    for (const lag of this.lags.all) {
      const claims = this.answered.get(keyOf(hint.subject, addDays(hint.day, lag)))?.claims ?? [];
      for (const claim of claims) {
        const { hint: other, lag: theirs } = claim;
        if (hint.events === 0 || other === hint || this.nextLag(other) === undefined) continue;
        this.lags.found(theirs, -1);
        this.lags.found(lag, 1);
        Object.assign(claim, { hint, lag });
        hint.events -= 1;
        other.events += 1;
        other.tried.add(theirs);
        reopened.push(other);
      }
    }
    if (hint.events > 0 && hint.isFollowed) this.lags.missed(hint.tried, hint.events);
    return reopened;
  }
}

/** The events of a day that no hint explains yet, and the hints that the others belong to. */
interface AnsweredDay {
  unclaimed: number;
  readonly claims: { hint: OpenHint; lag: Lag }[];
}

function keyOf(subject: string, day: Day): string {
  return `${day} ${subject}`;
}
