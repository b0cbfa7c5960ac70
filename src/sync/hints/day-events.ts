import { addDays, type Day } from '../days';

/** The events of a subject that a list names for one day. */
export interface DayOfEvents {
  readonly day: Day;
  readonly events: number;
  /** The last day on which they can have come. */
  readonly through: Day;
}

/** Days are counted from here, because numbers take less memory than texts. */
const firstDay: Day = '1970-01-01';
/** How many days after an entry its events can come, at most. */
const mostDays = 7;

/** The number of events by subject and day. A day takes about 40 bytes. */
export class DayEvents {
  private readonly bySubject = new Map<string, Map<number, number>>();
  private days = 0;

  /** How many days of subjects there are. */
  get size(): number {
    return this.days;
  }

  /** Adds events that came on that day, counted from 1970, or at most so many days later. */
  add(subject: string, day: number, { events, daysAfter }: { events: number; daysAfter: number }): void {
    const own = this.bySubject.get(subject) ?? new Map<number, number>();
    const known = own.get(day);
    if (known === undefined) this.days += 1;
    const before = unpack(known ?? 0);
    const through = Math.max(before.daysAfter, Math.min(daysAfter, mostDays));
    this.bySubject.set(subject, own.set(day, (before.events + events) * (mostDays + 1) + through));
  }

  of(subject: string): DayOfEvents[] {
    return [...(this.bySubject.get(subject) ?? [])].map(([number, packed]) => {
      const day = addDays(firstDay, number);
      const { events, daysAfter } = unpack(packed);
      return { day, events, through: addDays(day, daysAfter) };
    });
  }
}

function unpack(packed: number): { events: number; daysAfter: number } {
  return { events: Math.floor(packed / (mostDays + 1)), daysAfter: packed % (mostDays + 1) };
}
