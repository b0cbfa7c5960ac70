import { isOutcome } from '../../devin/errors';

/** A session, as far as a path may name it. */
export interface NamedSession {
  readonly id: string;
  readonly orgId: string | null;
}

/** The path for a session whose id has this form. Undefined if the session has no such path. */
export type SessionPath = (id: string, session: NamedSession) => string | undefined;

const prefix = 'devin-';
const bare = (id: string) => (id.startsWith(prefix) ? id.slice(prefix.length) : id);
const prefixed = (id: string) => `${prefix}${bare(id)}`;

/** After this many sessions with nothing under any path, sessions no longer wait for one another. */
const mostTrials = 20;

/**
 * Finds out once in a sync which path a session has. The first path with content for a session is used for all.
 * Unverified: whether a path takes the id of a session with the prefix `devin-`, without it, or both. Lists were seen
 * without it, documents have it. For an id of the wrong form, Devin may answer 404, refuse the request, or send an
 * empty list. So an empty list counts only after every path had one, until a path is proven.
 */
export class SessionPaths {
  private proven: ((session: NamedSession) => string | undefined) | undefined;
  private trial: Promise<unknown> | undefined;
  private trials = 0;
  /** Whether sessions are tried one after the other. */
  private isOrderly = true;

  /** Paths for the session, the most likely one first. */
  constructor(private readonly paths: readonly SessionPath[]) {}

  /**
   * The answer for a session from the first path that has content. Throws the most telling refusal if every path
   * refuses.
   */
  async ask<Answer>(
    session: NamedSession,
    request: (path: string) => Promise<Answer>,
    hasContent: (answer: Answer) => boolean,
  ): Promise<Answer> {
    // One session at a time is tried, so that the others need no request in vain.
    while (this.proven === undefined && this.isOrderly) {
      if (this.trial === undefined) return await this.tryAlone(session, request, hasContent);
      await this.trial;
    }
    const path = this.proven?.(session);
    if (path !== undefined) return request(path);
    return this.tryAll(session, request, hasContent);
  }

  private async tryAlone<Answer>(
    session: NamedSession,
    request: (path: string) => Promise<Answer>,
    hasContent: (answer: Answer) => boolean,
  ): Promise<Answer> {
    const answer = this.tryAll(session, request, hasContent);
    const isOver = () => {
      this.trial = undefined;
      this.trials += 1;
      if (this.trials === mostTrials) this.isOrderly = false;
    };
    this.trial = answer.then(isOver, (error: unknown) => {
      isOver();
      // In an outage, each trial would take minutes.
      if (!isRefusal(error)) this.isOrderly = false;
    });
    return answer;
  }

  private async tryAll<Answer>(
    session: NamedSession,
    request: (path: string) => Promise<Answer>,
    hasContent: (answer: Answer) => boolean,
  ): Promise<Answer> {
    const empty: Answer[] = [];
    const refusals: unknown[] = [];
    for (const pathOf of this.candidates()) {
      const path = pathOf(session);
      if (path === undefined) continue;
      try {
        const answer = await request(path);
        if (hasContent(answer)) {
          this.proven ??= pathOf;
          return answer;
        }
        empty.push(answer);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refusals.push(error);
      }
    }
    if (empty.length > 0) return empty[0] as Answer;
    throw refusals.find((error) => isOutcome(error, 'forbidden')) ?? refusals[0];
  }

  private candidates(): ((session: NamedSession) => string | undefined)[] {
    return this.paths.flatMap((path) =>
      [prefixed, bare].map((form) => (session: NamedSession) => path(form(session.id), session)),
    );
  }
}

/** Whether Devin refused a path. Another one may be open. */
function isRefusal(error: unknown): boolean {
  return isOutcome(error, 'not_found', 'rejected', 'forbidden');
}
