import { daysUntil } from '../days';
import type { Desk } from '../desk';
import type { Reply } from '../reply';

/** An id that nobody has. */
export const nobody = 'source-devin-diagnose-nobody';

const windowDays = 30;

/** The metrics of the sessions of these users, or of everybody. */
export function sessionsOf(desk: Desk, ids?: readonly string[]): Promise<Reply> {
  const query = daysUntil(desk.lastDay, windowDays);
  const path = desk.scope.path('metrics', 'sessions');
  return desk.ask(path, ids === undefined ? query : { ...query, user_ids: ids });
}
