import { pageOf } from '../asker';
import type { Desk } from '../desk';
import { listIn, type Json } from '../json';
import type { Reply } from '../reply';

/** A page of a list. */
export interface Page {
  readonly reply: Reply;
  /** Empty if there is no answer as documented. */
  readonly items: readonly Json[];
}

const olderSeconds = 25 * 86_400;

/** The first page of the sessions. */
export function newestSessions(desk: Desk): Promise<Page> {
  return page(desk, desk.scope.path('sessions'));
}

/** Sessions that were created some weeks ago, by people who may have left since. */
export function olderSessions(desk: Desk): Promise<Page> {
  const createdBefore = desk.nowSeconds - olderSeconds;
  return page(desk, desk.scope.path('sessions'), { created_before: createdBefore });
}

/** The first page of a list, as the probes of `check` ask for it. */
export async function page(desk: Desk, path: string, query = {}): Promise<Page> {
  const reply = await desk.ask(path, pageOf(path, query));
  return { reply, items: (reply.kind === 'answered' && listIn(reply.body, 'items')) || [] };
}
