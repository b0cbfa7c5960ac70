import type { Desk } from '../desk';
import { daysUntil } from '../days';
import { isRefused, type NoAnswer, type Reply } from '../reply';
import { dayRows, type DayRow } from './day-rows';

/** In days, the longest first. The connector asks for 91. */
const spans = [400, 200, 100, 91, 45, 20];

export interface LongestWindow {
  /** The longest window that Devin answered, in days. Undefined if none was. */
  readonly acceptedDays: number | undefined;
  /** The shortest window that Devin refused. Undefined if none was. */
  readonly refusedDays: number | undefined;
  /** The status of the refusal. */
  readonly status: number | undefined;
  /** The rows of the longest window, in Devin's order. Undefined if there is no answer as documented. */
  readonly rows: readonly DayRow[] | undefined;
  /** What ended the search, if it was neither an answer nor a refusal of the window. */
  readonly trouble: NoAnswer | undefined;
}

/** The consumption of the whole scope over the longest window that Devin accepts. */
export async function longestWindow(desk: Desk): Promise<LongestWindow> {
  let refused: { refusedDays?: number; status?: number } = {};
  for (const days of spans) {
    const reply = await desk.ask(desk.scope.path('consumption', 'daily'), daysUntil(desk.lastDay, days));
    if (!isTooLong(reply)) return found(reply, days, refused);
    refused = { refusedDays: days, ...(reply.kind === 'refused' && { status: reply.status }) };
  }
  return { acceptedDays: undefined, rows: undefined, trouble: undefined, ...withDefaults(refused) };
}

function isTooLong(reply: Reply): boolean {
  return isRefused(reply, 400, 413, 422);
}

function found(
  reply: Reply,
  days: number,
  refused: { refusedDays?: number; status?: number },
): LongestWindow {
  const isAnswered = reply.kind === 'answered';
  return {
    acceptedDays: isAnswered ? days : undefined,
    rows: dayRows(reply),
    trouble: isAnswered ? undefined : reply,
    ...withDefaults(refused),
  };
}

function withDefaults({ refusedDays, status }: { refusedDays?: number; status?: number }) {
  return { refusedDays, status };
}
