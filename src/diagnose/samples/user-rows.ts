import { addDays } from '../../sync/days';
import type { Desk } from '../desk';
import { textIn } from '../json';
import { notAsked, withoutAnswer, type Unsettled } from '../question';
import { isRefused, type Reply } from '../reply';
import { dayRows, type DayRow } from './day-rows';
import { formerMembers } from './former-members';
import { roster } from './roster';
import { page } from './session-pages';
import { sortedRows } from './usable-rows';
import { userAnswer, userWindow } from './user-answers';

/** The same days of the scope and of everybody in it. */
export interface UserRows {
  readonly total: readonly DayRow[];
  readonly parts: readonly DayRow[];
  readonly users: number;
  readonly serviceUsers: number;
}

/** More people would take too many requests. */
const mostPeople = 20;
const settledDays = 3;
const windowDays = 7;

/** The consumption of the scope, and of every member, known former member and service user. */
export async function userRows(desk: Desk): Promise<UserRows | { why: Unsettled }> {
  const total = await desk.once(sortedRows);
  if ('why' in total) return total;
  const { ids, isComplete } = await desk.once(roster);
  const { answers: former } = await desk.once(formerMembers);
  const services = await serviceUsers(desk);
  if ('why' in services) return services;
  const people = [...ids, ...former.map(({ id }) => id)];
  if (!isComplete) return { why: notAsked('not every member is visible') };
  if (people.length + services.ids.length > mostPeople)
    return { why: notAsked(tooMany(people.length + services.ids.length)) };
  const replies = await Promise.all([
    ...people.map(async (id) => (await userAnswer(desk, id)).reply),
    ...services.ids.map(async (id) => serviceAnswer(desk, id)),
  ]);
  const to = addDays(desk.lastDay, -settledDays);
  const isInside = ({ day }: DayRow) => day > addDays(to, -windowDays) && day <= to;
  const unanswered = replies.find((reply) => reply.kind !== 'answered' && !isRefused(reply, 403, 404));
  if (unanswered && unanswered.kind !== 'answered') return { why: withoutAnswer(unanswered) };
  const parts = replies.flatMap((reply) => dayRows(reply) ?? []).filter(isInside);
  const counts = { users: people.length, serviceUsers: services.ids.length };
  return { total: total.rows.filter(isInside), parts, ...counts };
}

function tooMany(count: number): string {
  return (
    `${count} users and service users would take as many requests; after the first sync, compare ` +
    '`daily_consumption` with the other consumption streams'
  );
}

async function serviceUsers(desk: Desk): Promise<{ ids: readonly string[] } | { why: Unsettled }> {
  if (desk.scope.kind === 'organization') return { ids: [] };
  const path = desk.scope.path('members', 'service-users');
  const { reply, items } = await page(desk, path, { include_inactive: true });
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  return { ids: items.flatMap((item) => textIn(item, 'service_user_id') ?? []) };
}

async function serviceAnswer(desk: Desk, id: string): Promise<Reply> {
  const path = desk.scope.path('consumption', 'daily', 'service-users', id);
  return desk.ask(path, await desk.once(userWindow));
}
