import { addDays } from '../../sync/days';
import { boundsOf } from '../days';
import type { Desk } from '../desk';
import { textIn } from '../json';
import { notAsked, otherShape, withoutAnswer, type Unsettled } from '../question';
import { dayRows, type DayRow } from './day-rows';
import { cursorOf } from './roster';
import { page } from './session-pages';
import { sortedRows } from './usable-rows';

/** The same days of the enterprise and of its organizations. */
export interface OrganizationRows {
  readonly total: readonly DayRow[];
  readonly parts: readonly DayRow[];
  readonly organizations: number;
}

/** More organizations would take too many requests. */
const mostOrganizations = 6;
/** Later days may still change between two requests. */
const settledDays = 8;
const windowDays = 28;

/** The consumption of the enterprise and of each organization over the same days. */
export async function organizationRows(desk: Desk): Promise<OrganizationRows | { why: Unsettled }> {
  const total = await desk.once(sortedRows);
  if ('why' in total) return total;
  const { reply, items } = await page(desk, desk.scope.path('organizations'));
  if (reply.kind !== 'answered') return { why: withoutAnswer(reply) };
  const ids = items.map((item) => textIn(item, 'org_id')).filter((id) => id !== undefined);
  const isLong = ids.length > mostOrganizations || cursorOf(reply.body) !== undefined;
  if (isLong) return { why: notAsked(`there are more than ${mostOrganizations} organizations`) };
  const to = addDays(desk.lastDay, -settledDays);
  const from = addDays(to, 1 - windowDays);
  const query = boundsOf(addDays(from, -1), to);
  const paths = ids.map((id) => desk.scope.path('consumption', 'daily', 'organizations', id));
  const replies = await Promise.all(paths.map((path) => desk.ask(path, query)));
  const isInside = ({ day }: DayRow) => day >= from && day <= to;
  const parts: DayRow[] = [];
  for (const each of replies) {
    if (each.kind !== 'answered') return { why: withoutAnswer(each) };
    const rows = dayRows(each);
    if (rows === undefined) return { why: otherShape };
    parts.push(...rows.filter(isInside));
  }
  return { total: total.rows.filter(isInside), parts, organizations: ids.length };
}
