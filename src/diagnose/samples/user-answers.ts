import type { Query } from '../../devin/http/query';
import { daysUntil } from '../days';
import type { Desk } from '../desk';
import type { Reply } from '../reply';
import { ascending, dayRows, type DayRow } from './day-rows';
import { longestWindow } from './longest-window';
import { roster } from './roster';
import { newestSessions } from './session-pages';

/** The consumption of one person. */
export interface UserAnswer {
  readonly id: string;
  readonly reply: Reply;
  /** From the oldest to the newest. Undefined if there is no answer as documented. */
  readonly rows: readonly DayRow[] | undefined;
}

/** The members to ask: this many who started none of the newest sessions, and this many who did. */
const quietMembers = 6;
const busyMembers = 2;
const windowDays = 90;

/** The consumption of a few members over the same window. People without use are likely among them. */
export async function userAnswers(desk: Desk): Promise<UserAnswer[]> {
  const { ids } = await desk.once(roster);
  const { items } = await desk.once(newestSessions);
  const busy = new Set(items.map((item) => item.user_id));
  const all = [...ids];
  const asked = [
    ...all.filter((id) => !busy.has(id)).slice(0, quietMembers),
    ...all.filter((id) => busy.has(id)).slice(0, busyMembers),
  ];
  return Promise.all(asked.map((id) => userAnswer(desk, id)));
}

/** The consumption of one person over the window of all of them. */
export async function userAnswer(desk: Desk, id: string): Promise<UserAnswer> {
  const path = desk.scope.path('consumption', 'daily', 'users', id);
  const reply = await desk.ask(path, await desk.once(userWindow));
  const rows = dayRows(reply);
  return { id, reply, rows: rows && ascending(rows) };
}

/** The window of the consumption of a person: 90 days, or fewer if Devin does not accept as many. */
export async function userWindow(desk: Desk): Promise<Query> {
  const { acceptedDays = windowDays } = await desk.once(longestWindow);
  return daysUntil(desk.lastDay, Math.min(acceptedDays, windowDays));
}
