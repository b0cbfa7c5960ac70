import { addDays, dayAt, earlier, lastCompleteDay, later, startOfDay, type Day } from '../days';
import type { ReadContext } from '../define';
import type { OpenedState, OpenSession, SessionsState } from '../state/sessions-state';
import { passesToRead, type Pass } from './changes-passes';
import type { ListedSession } from './session-list';

/** A session to ask for, and its days. */
export interface SessionToRead {
  readonly id: string;
  readonly orgId: string | null;
  readonly from: Day;
  readonly to: Day;
  /** The day of its last change. */
  readonly changedOn: Day;
}

/** How long a session for which Devin answers 404 is asked again, if the stream has no look-back. */
const unknownKeptDays = 7;

/** Says which sessions are asked for in a sync, and for which days, and keeps the open ones in the state. */
export class SessionPlan {
  /** The part of the list to read. Undefined if nothing may be read. */
  readonly pass: Pass | undefined;
  private readonly state: SessionsState;
  private readonly isLonger: boolean;
  /** The first day to read of a session that earlier syncs may have read. Undefined in a first sync. */
  private readonly again: Day | undefined;
  private readonly gone: string[] = [];

  constructor(
    private readonly context: ReadContext,
    { state, isLonger }: OpenedState,
  ) {
    this.state = state;
    this.isLonger = isLonger;
    const [pass] = passesToRead(context, state, 'updated');
    if (pass === undefined) return;
    const { lookback_days: lookback, start_date: start, synced_through: synced } = state;
    const lastDay = synced === undefined ? undefined : lastCompleteDay(new Date(synced));
    if (lastDay !== undefined) this.again = earlier(addDays(lastDay, 1 - (lookback ?? 0)), dayAt(pass.from));
    const open = lastDay === undefined ? start : later(start, addDays(lastDay, -(lookback ?? 0)));
    const from = isLonger ? Math.min(pass.from, startOfDay(open)) : pass.from;
    // A session that changed after the end date may have earlier days.
    this.pass = { ...pass, from, to: pass.isBounded ? pass.to : Infinity };
  }

  /** The session to ask for, if it has days to read. */
  *ofListed(listed: ListedSession): Generator<SessionToRead> {
    const { session_id: id, org_id: orgId, updated_at: updatedAt } = listed;
    const from = this.hasLookback ? this.firstDayOf(listed) : this.state.start_date;
    yield* this.toRead({ id, orgId, from, changedOn: dayOf(updatedAt) });
  }

  /** The day of its creation, or the first one that is not final yet. */
  private firstDayOf({ session_id: id, created_at: createdAt }: ListedSession): Day {
    const { state, again, isLonger } = this;
    const created = createdAt === null ? state.start_date : later(state.start_date, dayOf(createdAt));
    const known = state.open[id]?.[0] ?? again;
    if (known === undefined) return created;
    return later(created, isLonger && again !== undefined ? earlier(known, again) : known);
  }

  *ofOpen(id: string, [from, changedOn, orgId]: OpenSession): Generator<SessionToRead> {
    yield* this.toRead({ id, orgId, from, changedOn });
  }

  private *toRead(session: Omit<SessionToRead, 'to'>): Generator<SessionToRead> {
    const { lastDay, endDate } = this.context;
    if (endDate !== undefined && session.from > endDate) return;
    const toRead = { ...session, to: earlier(this.lastOf(session), lastDay) };
    if (!this.hasLookback || toRead.from <= toRead.to) yield toRead;
    else this.keep(session, session.from);
  }

  /** Call it after all rows of a session are written. It stays open while one of its days is not final. */
  isRead(session: SessionToRead): void {
    const { lastCompleteDay: last, lookbackDays } = this.context;
    const next = later(session.from, addDays(last, 1 - lookbackDays.consumption));
    if (this.hasLookback && next <= this.lastOf(session)) this.keep(session, next);
    else Reflect.deleteProperty(this.state.open, session.id);
  }

  /** Call it if a session could not be read. The next sync asks again. */
  isBehind(session: SessionToRead): void {
    this.keep(session, session.from);
  }

  /** Call it if Devin answered 404. Such a session is asked again until its look-back has passed. */
  isUnknown(session: SessionToRead): void {
    const { lastCompleteDay: last, lookbackDays } = this.context;
    const keptDays = this.hasLookback ? lookbackDays.consumption : unknownKeptDays;
    if (this.lastOf(session) > addDays(last, -keptDays)) this.keep(session, session.from);
    else if (Object.hasOwn(this.state.open, session.id)) this.gone.push(session.id);
  }

  /** Call it if the answers 404 were right: sessions whose look-back has passed are forgotten. */
  forgetGone(): void {
    for (const id of this.gone) Reflect.deleteProperty(this.state.open, id);
  }

  private keep({ id, orgId, changedOn }: Omit<SessionToRead, 'to'>, from: Day): void {
    const before = this.state.open[id]?.[1] ?? changedOn;
    this.state.open[id] = [from, later(before, changedOn), orgId];
  }

  /** The last day of a session. Devin may count its last minutes for the day after its last change. */
  private lastOf({ changedOn }: Pick<SessionToRead, 'changedOn'>): Day {
    const last = addDays(changedOn, 1);
    return earlier(last, this.context.endDate ?? last);
  }

  private get hasLookback(): boolean {
    return this.state.lookback_days !== undefined;
  }
}

function dayOf(instant: string): Day {
  return dayAt(Date.parse(instant) / 1000);
}
