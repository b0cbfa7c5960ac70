import { billingDayNumber } from '../days';
import { DayEvents, type DayOfEvents } from './day-events';
import { everybody, type IndexEntry, type IndexedList } from './indexed-list';

/** The entries of a list that were created in a span of time, as events by subject and day. */
export class IndexPart {
  private readonly byName = new Map<string, DayEvents>();

  /** The span is in Unix seconds, without its end. */
  constructor(
    private readonly list: IndexedList,
    private readonly span: { readonly after: number; readonly before: number },
  ) {}

  /** Adds the entries of a page that are in the span. Returns whether all of them were created before it. */
  add(page: readonly unknown[]): boolean {
    const entries = page.map((item) => this.list.entry(item)).filter((entry) => entry !== undefined);
    const { after, before } = this.span;
    for (const entry of entries) {
      if (entry.createdAt >= after && entry.createdAt < before) this.addEntry(entry);
    }
    return entries.length > 0 && entries.every(({ createdAt }) => createdAt < after);
  }

  /** The events of that name of a subject. */
  of(name: string, subject: string): DayOfEvents[] {
    return this.events(name).of(subject);
  }

  /** On how many days subjects have events of that name. */
  daysWith(name: string): number {
    return this.events(name).size;
  }

  private addEntry({ subject, createdAt, updatedAt, events }: IndexEntry): void {
    const day = billingDayNumber(createdAt);
    const daysAfter = Number.isNaN(updatedAt) ? Infinity : Math.max(0, billingDayNumber(updatedAt) - day);
    for (const [name, count] of Object.entries(events)) {
      if (count === 0) continue;
      this.events(name).add(everybody, day, { events: count, daysAfter });
      if (subject !== undefined) this.events(name).add(subject, day, { events: count, daysAfter });
    }
  }

  private events(name: string): DayEvents {
    const known = this.byName.get(name) ?? new DayEvents();
    this.byName.set(name, known);
    return known;
  }
}
