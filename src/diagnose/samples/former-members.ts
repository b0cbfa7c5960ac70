import type { Desk } from '../desk';
import { textIn } from '../json';
import { roster } from './roster';
import { newestSessions, olderSessions } from './session-pages';
import { userAnswer, type UserAnswer } from './user-answers';

/** The consumption of people who were seen in sessions and are no longer in the roster. */
export interface FormerMembers {
  readonly answers: readonly UserAnswer[];
  /** Whether the roster was read to its end. */
  readonly isRosterComplete: boolean;
}

const mostPeople = 3;

/** People who started a session and are not members, and their consumption. */
export async function formerMembers(desk: Desk): Promise<FormerMembers> {
  const { ids, isComplete } = await desk.once(roster);
  const pages = await Promise.all([desk.once(newestSessions), desk.once(olderSessions)]);
  const people = pages.flatMap(({ items }) => items.map((item) => textIn(item, 'user_id')));
  const former = new Set(people.filter((id) => id !== undefined && !ids.has(id)));
  const asked = isComplete ? [...former].filter((id) => id !== undefined).slice(0, mostPeople) : [];
  return {
    isRosterComplete: isComplete,
    answers: await Promise.all(asked.map((id) => userAnswer(desk, id))),
  };
}
