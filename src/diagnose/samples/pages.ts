import type { Desk } from '../desk';
import { isObject, listIn, type Json } from '../json';
import { notAsked, type Unsettled } from '../question';
import { newestSessions } from './session-pages';
import { roster } from './roster';

/** A page of a list, with the number of items that was asked for. */
export interface SeenPage {
  readonly body: Json;
  readonly items: readonly Json[];
  readonly first: number;
}

/** Every page that was answered so far, the members and the sessions among them. */
export async function seenPages(desk: Desk): Promise<SeenPage[]> {
  await Promise.all([desk.once(roster), desk.once(newestSessions)]);
  return desk.asker.answered.flatMap(({ body, query }) => {
    const items = listIn(body, 'items');
    return items === undefined || !isObject(body) ? [] : [{ body, items, first: Number(query.first) }];
  });
}

/** Pages that are certainly the last ones of their lists: they are not full, or say so. */
export function lastPages(pages: readonly SeenPage[]): SeenPage[] {
  return pages.filter(({ body, items, first }) => body.has_next_page === false || items.length < first);
}

export const noPages: Unsettled = notAsked('no list was answered');
