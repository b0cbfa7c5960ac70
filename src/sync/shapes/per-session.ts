import { isOutcome } from '../../devin/errors';
import type { Declaration, ReadContext, Reading, StreamDefinition } from '../define';
import { mergeConcurrent } from '../fan-out/merge-concurrent';
import { SessionFailures, type UnknownSessions } from '../fan-out/session-failures';
import { timestamp } from '../fields/timestamp';
import { giveUpSessions, openSessionsState, type SessionsState } from '../state/sessions-state';
import type { Pass } from './changes-passes';
import { waitingSlices } from './daily-list-by';
import { changedSessions, type SessionList } from './session-list';
import { SessionPlan, type SessionToRead } from './session-plan';

export interface PerSessionOptions<Row extends object> {
  readonly cursorField: keyof Row & string;
  /** The list that says which sessions changed. */
  readonly list: SessionList;
  /** Set if the days of a session are read again until the look-back has passed since its last change. */
  readonly lookback?: 'consumption';
  /** Makes what reads one session. It yields rows, and throws after them if something could not be read. */
  readonly reader: (context: ReadContext) => (session: SessionToRead) => AsyncGenerator<readonly Row[]>;
  /** Called if Devin answered 404 for every session. Throws if that cannot be right. */
  readonly allUnknown: (context: ReadContext, unknown: UnknownSessions) => Promise<void>;
}

/**
 * A stream that reads something for each session that changed since the last sync, and for each session that is still
 * open. Sessions are asked for while the list is read, so the list is not held. A failure affects only its session.
 */
export function perSessionStream<Row extends object>(
  declaration: Declaration<Row> & PerSessionOptions<Row>,
): StreamDefinition<Row> {
  return { ...declaration, open: (context) => new PerSessionReading<Row>(declaration, context) };
}

/** Some rows of a session. Without rows, the end of the session. */
interface Part<Row> {
  readonly session: SessionToRead;
  readonly rows?: readonly Row[];
  readonly error?: unknown;
}

class PerSessionReading<Row extends object> implements Reading<Row> {
  readonly state: SessionsState;
  readonly rows: AsyncGenerator<readonly Row[]>;
  private readonly plan: SessionPlan;
  private readonly failures: SessionFailures;
  private isListRead = false;
  private listFailure: Error | undefined;

  constructor(
    private readonly options: PerSessionOptions<Row>,
    private readonly context: ReadContext,
  ) {
    const opened = openSessionsState(context, options.lookback !== undefined);
    this.state = opened.state;
    this.plan = new SessionPlan(context, opened);
    this.failures = new SessionFailures(context);
    this.rows = this.read();
  }

  private async *read(): AsyncGenerator<readonly Row[]> {
    const { context, options } = this;
    const { pass } = this.plan;
    if (pass === undefined) return;
    const read = options.reader(context);
    const work = (session: SessionToRead) => partsOf(read, session);
    const parts = mergeConcurrent(this.sessions(pass), context.workers + waitingSlices, work);
    for await (const part of parts) {
      if (part.rows) yield part.rows;
      else this.note(part);
      if (context.isOutage()) break;
    }
    await this.settle(pass);
  }

  /** The sessions that changed, and then the other open ones. These are also read if the list fails. */
  private async *sessions(pass: Pass): AsyncGenerator<SessionToRead> {
    const { context, options, plan, state } = this;
    const open = new Map(Object.entries(state.open));
    try {
      for await (const session of changedSessions(options.list, context, pass)) {
        open.delete(session.session_id);
        yield* plan.ofListed(session);
      }
      this.isListRead = true;
    } catch (error) {
      this.listFailure = error as Error;
    }
    for (const [id, session] of open) yield* plan.ofOpen(id, session);
  }

  /** Moves the state of a session after its rows are written. */
  private note({ session, error }: Part<Row>): void {
    const { plan, failures } = this;
    failures.count(session);
    if (error === undefined) plan.isRead(session);
    else if (isOutcome(error, 'not_found')) {
      failures.noteUnknown(session);
      plan.isUnknown(session);
    } else {
      failures.note(session, error);
      if (!failures.areTooMany) plan.isBehind(session);
    }
  }

  private async settle(pass: Pass): Promise<void> {
    const { context, options, failures, plan, state } = this;
    const isWhole = this.isListRead && !context.isOutage() && !failures.areTooMany;
    failures.warnOfUnknown();
    if (failures.allUnknown) await options.allUnknown(context, failures.allUnknown);
    plan.forgetGone();
    const givenUp = giveUpSessions(state, context);
    if (givenUp > 0) {
      const who = `${givenUp} sessions`;
      context.log('WARN', `No request for ${who} has succeeded since they last changed: they are given up.`);
    }
    if (isWhole) moveThrough(state, pass);
    if (this.listFailure) throw this.listFailure;
    failures.throwIfAny();
    if (state.lookback_days !== undefined) state.lookback_days = context.lookbackDays.consumption;
  }
}

async function* partsOf<Row>(
  read: (session: SessionToRead) => AsyncGenerator<readonly Row[]>,
  session: SessionToRead,
): AsyncGenerator<Part<Row>> {
  try {
    for await (const rows of read(session)) yield { session, rows };
    yield { session };
  } catch (error) {
    yield { session, error };
  }
}

/** Moves the state to the instant through which the list is read, never back. */
function moveThrough(state: SessionsState, { through }: Pass): void {
  const moved = timestamp(through);
  const { synced_through: before = moved } = state;
  state.synced_through = Date.parse(before) > Date.parse(moved) ? before : moved;
}
