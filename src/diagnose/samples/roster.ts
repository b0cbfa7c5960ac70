import type { Query } from '../../devin/http/query';
import { pageOf } from '../asker';
import type { Desk } from '../desk';
import { isObject, listIn, textIn, type Json } from '../json';
import { isRefused, type Reply } from '../reply';

/** The members that Devin shows. */
export interface Roster {
  readonly ids: ReadonlySet<string>;
  /** Whether both lists were read to their end. A list that is answered 404 may hide members. */
  readonly isComplete: boolean;
  readonly direct: ListOfMembers;
  readonly throughGroups: ListOfMembers;
}

export interface ListOfMembers {
  readonly path: string;
  readonly query: Query;
  /** The first page. */
  readonly reply: Reply;
  readonly items: readonly Json[];
  readonly isComplete: boolean;
}

/** Longer lists are not read to their end. */
const mostPages = 3;

/** The members of both lists. */
export async function roster(desk: Desk): Promise<Roster> {
  const [direct, throughGroups] = await Promise.all([
    listOfMembers(desk, 'users'),
    listOfMembers(desk, 'idp-users'),
  ]);
  const items = [...direct.items, ...throughGroups.items];
  const ids = items.map((item) => textIn(item, 'user_id')).filter((id) => id !== undefined);
  return {
    ids: new Set(ids),
    isComplete: direct.isComplete && throughGroups.isComplete,
    direct,
    throughGroups,
  };
}

async function listOfMembers(desk: Desk, list: 'users' | 'idp-users'): Promise<ListOfMembers> {
  const [path = '', other] = desk.scope.memberPaths(list);
  const found = await readPages(desk, path);
  return isRefused(found.reply, 404) && other !== undefined ? await readPages(desk, other) : found;
}

async function readPages(desk: Desk, path: string): Promise<ListOfMembers> {
  const query = pageOf(path);
  const first = await desk.ask(path, query);
  const items: Json[] = [];
  let reply = first;
  for (let page = 1; ; page += 1) {
    items.push(...((reply.kind === 'answered' && listIn(reply.body, 'items')) || []));
    const next = reply.kind === 'answered' ? cursorOf(reply.body) : undefined;
    if (next === undefined) break;
    if (page === mostPages) return { path, query, reply: first, items, isComplete: false };
    reply = await desk.ask(path, { ...query, after: next });
  }
  return { path, query, reply: first, items, isComplete: reply.kind === 'answered' };
}

/** The cursor of the next page. A page that is not full is the last one. */
export function cursorOf(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  const { has_next_page: hasNext } = body;
  const isFull = (listIn(body, 'items')?.length ?? 0) >= 200;
  return hasNext === true || (hasNext === undefined && isFull) ? textIn(body, 'end_cursor') : undefined;
}
