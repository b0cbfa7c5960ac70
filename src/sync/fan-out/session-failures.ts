import { isOutcome } from '../../devin/errors';
import { earlier, type Day } from '../days';
import type { ReadContext } from '../define';
import { Failures } from './failures';
import { warnOfNotFound } from './subjects';

/** The parts of a session that say whose a failure is. */
interface Session {
  readonly id: string;
  readonly orgId: string | null;
  readonly from: Day;
}

/** Sessions for which Devin answered 404. */
export interface UnknownSessions {
  readonly count: number;
  /** The first day that was asked for. */
  readonly from: Day;
}

/** If more sessions fail in one sync, the next sync reads the list again. So neither state nor memory grows. */
const mostFailures = 10_000;

/** What could not be read in one sync: a session by itself, or an organization for which the key has no permission. */
export class SessionFailures {
  private readonly sessions = new Failures();
  private readonly organizations = new Failures();
  private readonly askedOrganizations = new Set<string>();
  private asked = 0;
  private failed = 0;
  private unknownSessions: UnknownSessions | undefined;

  constructor(private readonly context: ReadContext) {}

  /** Call it for each session that was asked for. */
  count({ orgId }: Session): void {
    this.asked += 1;
    if (orgId !== null) this.askedOrganizations.add(orgId);
  }

  note({ id, orgId }: Session, error: unknown): void {
    this.failed += 1;
    if (this.areTooMany) return;
    const isRefused = this.context.scope.kind === 'enterprise' && isOutcome(error, 'forbidden');
    if (isRefused && orgId !== null) this.organizations.note(orgId, error);
    else this.sessions.note(id, error);
  }

  noteUnknown({ from }: Session): void {
    const { count, from: first } = this.unknownSessions ?? { count: 0, from };
    this.unknownSessions = { count: count + 1, from: earlier(first, from) };
  }

  get areTooMany(): boolean {
    return this.failed > mostFailures;
  }

  /** Set if Devin answered 404 for every session. */
  get allUnknown(): UnknownSessions | undefined {
    return this.unknownSessions?.count === this.asked ? this.unknownSessions : undefined;
  }

  /** Warns for how many sessions Devin answered 404. */
  warnOfUnknown(): void {
    const count = this.unknownSessions?.count ?? 0;
    warnOfNotFound({ count, asked: this.asked }, { name: 'sessions' }, this.context);
  }

  /** Throws if anything failed. If every organization is refused, the stream is. */
  throwIfAny(): void {
    const { organizations, sessions, askedOrganizations, asked } = this;
    const isOutage = this.context.isOutage();
    if (organizations.count === askedOrganizations.size) organizations.throwCause();
    organizations.throwIfAny('organizations', askedOrganizations.size, isOutage);
    sessions.throwIfAny('sessions', asked, isOutage);
  }
}
