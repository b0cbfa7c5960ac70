import { addDays, type Day } from '../../sync/days';
import type { Desk } from '../desk';
import { isRefused, type Reply } from '../reply';
import type { DayRow } from './day-rows';
import { userAnswers, type UserAnswer } from './user-answers';

/** What the answers to a few members show. */
export interface MemberUse {
  readonly answers: readonly UserAnswer[];
  /** The answer to two quiet days of a member with consumption, if one of the members was answered 404. */
  readonly quietDays: Reply | undefined;
}

const secondsPerDay = 86_400;
const minute = 60;

/** The consumption of a few members. If one of them is answered 404, also quiet days of another. */
export async function memberUse(desk: Desk): Promise<MemberUse> {
  const answers = await desk.once(userAnswers);
  const isNeeded = answers.some(({ reply }) => isRefused(reply, 404));
  return { answers, quietDays: isNeeded ? await askQuietDays(desk, answers) : undefined };
}

async function askQuietDays(desk: Desk, answers: readonly UserAnswer[]): Promise<Reply | undefined> {
  for (const { id, rows = [] } of answers) {
    const stamp = quietStamp(rows);
    if (stamp === undefined) continue;
    // The window touches this day and the one before it, no matter which bound is inside.
    const window = { time_after: stamp - minute, time_before: stamp + minute };
    return await desk.ask(desk.scope.path('consumption', 'daily', 'users', id), window);
  }
  return undefined;
}

/** The stamp of the second of two days in a row without consumption, between days with consumption. */
function quietStamp(rows: readonly DayRow[]): number | undefined {
  const used = rows.filter(({ acus }) => acus > 0);
  const gap = used.findLast(({ day }, index) => daysBetween(used[index - 1]?.day, day) >= 2);
  return gap === undefined ? undefined : gap.stamp - secondsPerDay;
}

/** The days between two days, without both. */
function daysBetween(one: Day | undefined, other: Day): number {
  if (one === undefined) return 0;
  let count = -1;
  for (let day = one; day < other; day = addDays(day, 1)) count += 1;
  return count;
}
