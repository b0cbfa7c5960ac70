import type { Desk } from './desk';
import type { NoAnswer } from './reply';
import type { ScopeKind } from '../sync/define';

/** What an answer of Devin means for the connector. */
export type Meaning = 'as_assumed' | 'handled' | 'not_handled';
export type Verdict = Meaning | 'unclear' | 'not_asked';

/** Counts, booleans, ratios, and our own words. Nothing that Devin sent. */
export type Facts = Readonly<Record<string, number | boolean | string | readonly string[] | undefined>>;

/** The answers show nothing certain, or there are none. */
export type Unsettled = { readonly unclear: string; readonly facts?: Facts } | { readonly notAsked: string };

/** What the answers show: one of the known values, or nothing certain. */
export type Judgement<Value extends string = string> =
  { readonly value: Value; readonly facts?: Facts } | Unsettled;

/** What is known about a question, without how it is asked. */
export interface About<Value extends string = string> {
  /** Also the name of its file. */
  readonly id: string;
  readonly question: string;
  /** What is asked, for people. */
  readonly asks: string;
  /** Each value that an answer can show: what it means, and what was observed then. */
  readonly values: Readonly<Record<Value, readonly [meaning: Meaning, observed: string]>>;
  /** What the connector does about it. */
  readonly connector: string;
  /** The scopes in which it can be asked. Both if they are left out. */
  readonly scopes?: readonly ScopeKind[];
  /** Asked after all others, because it may take every request that is left. */
  readonly isLast?: boolean;
}

/** How a question is asked, and how the evidence is judged. */
export interface Definition<Evidence, Value extends string> extends About<Value> {
  readonly ask: (desk: Desk) => Promise<Evidence>;
  /** Judges from the evidence alone. What fits no value is unclear. */
  readonly judge: (evidence: Evidence) => Judgement<NoInfer<Value>>;
}

/** An open question about Devin's API. */
export interface Question extends About {
  readonly settle: (desk: Desk) => Promise<Judgement>;
}

/** A question, without the type of its evidence. */
export function question<Evidence, Value extends string>(definition: Definition<Evidence, Value>): Question {
  return { ...definition, settle: async (desk) => definition.judge(await definition.ask(desk)) };
}

export function unclear(why: string, facts?: Facts): Unsettled {
  return facts === undefined ? { unclear: why } : { unclear: why, facts };
}

export function notAsked(why: string): Unsettled {
  return { notAsked: why };
}

/** The judgement if a request that the question needs has no answer. */
export function withoutAnswer(reply: NoAnswer): Unsettled {
  if (reply.kind === 'unasked') {
    return notAsked(
      reply.why === 'stopped' ? 'the command was stopped before' : 'the limit of requests was reached before',
    );
  }
  if (reply.kind === 'failed') return unclear(`there was no usable answer (${reply.error.outcome})`);
  if (reply.status === 401 || reply.status === 403)
    return notAsked(`Devin answered ${reply.status}: the key may not read this`);
  return unclear(`Devin answered ${reply.status}, which fits none of the known answers`);
}

/** The judgement if an answer has another shape than documented. */
export const otherShape = unclear('the answer has another shape than documented');
