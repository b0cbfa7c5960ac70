import type { DevinClient } from '../../../src/devin/calls';
import type { Query } from '../../../src/devin/http/query';
import type { Outcome } from '../../../src/devin/error-facts';
import { startOfDay } from '../../../src/sync/days';
import { refusal } from '../scripted-devin';

const hourS = 3_600;

/** A session by the hours of its changes, counted from 08:00Z of 2026-11-01; the first is its creation. */
export interface InventedSession {
  readonly id: string;
  readonly orgId?: string;
  /** The id as the list has it, if that is another form. */
  readonly listedAs?: string;
  readonly hours: readonly number[];
  /** ACUs by day, counted from 2026-11-01; `acus` in the list is their sum. */
  readonly use?: Readonly<Record<number, number>>;
  /** The hours of its messages, and of when each is shown if that is later. */
  readonly messages?: readonly (number | readonly [written: number, shown: number])[];
}

/** What Devin's documents leave open, and what goes wrong. */
export interface SessionHabits {
  readonly takes?: 'either' | 'prefixed' | 'bare';
  readonly unknown?: 'not_found' | 'rejected' | 'empty';
  readonly areBoundsIgnored?: boolean;
  readonly itemsPerPage?: number;
  /** How requests fail, by path; undefined for those that succeed. */
  readonly fails?: (path: string) => Outcome | undefined;
}

/** 08:00Z of 2026-11-01 and that many hours, in Unix seconds. */
export function at(hours: number): number {
  return startOfDay('2026-11-01') + hours * hourS;
}

/** A Devin with invented sessions, as it is at an hour. */
export class InventedSessions implements DevinClient {
  readonly asked: string[] = [];
  listPages = 0;
  requestCount = 0;
  private byId: ReadonlyMap<string, InventedSession> | undefined;

  constructor(
    private readonly sessions: Iterable<InventedSession>,
    public hour: number,
    private readonly habits: SessionHabits = {},
  ) {}

  /** What was asked of each session, without the path before its id. */
  get askedSessions(): string[] {
    return this.asked.map((path) => /sessions\/(devin-)?([^/]+)/.exec(path)?.[2] ?? path);
  }

  async get(path: string, query: Query = {}): Promise<unknown> {
    const session = await this.named(path);
    if (session === 'total') return { consumption_by_date: this.rowsOf(this.allUse(), query) };
    return { consumption_by_date: session === undefined ? [] : this.rowsOf(session.use ?? {}, query) };
  }

  async *pages(path: string, query: Query = {}): AsyncGenerator<unknown[]> {
    if (path.endsWith('/sessions')) yield* this.list(path, query);
    else {
      const session = await this.named(path);
      const messages = session === undefined || session === 'total' ? [] : this.messagesOf(session);
      const size = this.habits.itemsPerPage ?? 200;
      for (let start = 0; start === 0 || start < messages.length; start += size)
        yield messages.slice(start, start + size);
    }
  }

  private async *list(
    path: string,
    { updated_after: after, updated_before: before }: Query,
  ): AsyncGenerator<unknown[]> {
    const { areBoundsIgnored = false, itemsPerPage = 200, fails } = this.habits;
    let page: unknown[] = [];
    for (const session of this.sessions) {
      const changedAt = at(this.lastHour(session) ?? Infinity);
      const isInside = changedAt >= Number(after) && changedAt <= Number(before ?? Infinity);
      if (!(isInside || (areBoundsIgnored && changedAt < Infinity))) continue;
      page.push(this.listed(session));
      if (page.length < itemsPerPage) continue;
      await this.answerPage(path, fails);
      yield page;
      page = [];
    }
    await this.answerPage(path, fails);
    yield page;
  }

  private async answerPage(path: string, fails: SessionHabits['fails']): Promise<void> {
    await Promise.resolve();
    this.listPages += 1;
    const outcome = fails?.(path);
    if (outcome !== undefined) throw refusal(outcome);
  }

  private lastHour({ hours }: InventedSession): number | undefined {
    return hours.filter((hour) => hour <= this.hour).at(-1);
  }

  private listed(session: InventedSession): object {
    return {
      session_id: session.listedAs ?? session.id,
      org_id: session.orgId ?? 'org-1',
      created_at: at(session.hours[0] ?? 0),
      updated_at: at(this.lastHour(session) ?? 0),
      acus_consumed: Object.values(session.use ?? {}).reduce((sum, acus) => sum + acus, 0),
    };
  }

  private messagesOf({ messages = [] }: InventedSession): object[] {
    return messages.flatMap((message, index) => {
      const [written, shown] = typeof message === 'number' ? [message, message] : message;
      if (shown > this.hour) return [];
      return [{ event_id: `event-${index}`, source: 'user', message: 'Hello.', created_at: at(written) }];
    });
  }

  /** The session of a path, or the total. Undefined where Devin knows no such id and says nothing. */
  private async named(path: string): Promise<InventedSession | 'total' | undefined> {
    this.requestCount += 1;
    this.asked.push(path);
    await Promise.resolve();
    const outcome = this.habits.fails?.(path);
    if (outcome !== undefined) throw refusal(outcome);
    if (path.endsWith('/daily')) return 'total';
    const [, prefix, id] = /\/sessions\/(devin-)?([^/]+)/.exec(path) ?? [];
    const { takes = 'either', unknown = 'not_found' } = this.habits;
    const isTaken = takes === 'either' || (takes === 'prefixed') === (prefix !== undefined);
    this.byId ??= new Map([...this.sessions].map((each) => [each.id, each]));
    const session = isTaken ? this.byId.get(id ?? '') : undefined;
    if (session === undefined && unknown !== 'empty') throw refusal(unknown);
    return session;
  }

  private allUse(): Record<number, number> {
    const days: Record<number, number> = {};
    for (const { use = {} } of this.sessions)
      for (const [day, acus] of Object.entries(use)) days[Number(day)] = (days[Number(day)] ?? 0) + acus;
    return days;
  }

  private rowsOf(
    use: Readonly<Record<number, number>>,
    { time_after: after, time_before: before }: Query,
  ): object[] {
    return Object.entries(use)
      .map(([day, acus]) => ({ date: at(24 * Number(day)), acus, acus_by_product: { devin: acus } }))
      .filter(({ date }) => date >= Number(after) && date < Number(before));
  }
}
