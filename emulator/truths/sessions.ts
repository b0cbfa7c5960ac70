import { dateOf, dayOf, isoOf, startOf } from '../world/billing-days';
import { hasUse, rowOf, unitsOn } from '../world/consumption-rows';
import { messagesOf } from '../world/messages';
import { sessionId, updatedAt } from '../world/session-details';
import { longestLifeSeconds, type Session } from '../world/sessions';
import { shownThrough } from '../world/view';
import { workOn } from '../world/work';
import { amounts, workOf, type Question, type Reader, type TruthRecord } from './question';

/** What there is of each session that changed in the window of time. */
export const sessionReaders: Record<string, Reader> = {
  daily_session_consumption: (question) =>
    changedSessions(question).flatMap(({ session, changedAt }) => {
      const { view, days } = question;
      const whose = { actor: session.actor, orgId: session.orgId, session };
      const { usersWithoutUse } = view.switches;
      if (/^(empty|404)$/.test(usersWithoutUse) && !hasUse(view, whose)) return [];
      return daysBetween(dayOf(session.createdAt), Math.min(dayOf(changedAt) + 1, dayOf(view.now)))
        .filter((day) => days.includes(day))
        .flatMap((day): TruthRecord[] => {
          const row = rowOf(view, day, unitsOn(view, day, whose));
          if (!row) return [];
          return [
            {
              ...named(question, session),
              date: dateOf(day),
              day_start_at: isoOf(row.date),
              ...amounts(row),
            },
          ];
        });
    }),
  session_messages: (question) =>
    changedSessions(question).flatMap(({ session }) => {
      const { view, days } = question;
      const since = startOf(days[0] ?? Infinity);
      const until = shownThrough(view) - view.switches.lateMessages;
      return messagesOf(session, until)
        .filter(({ created_at: at }) => at >= since)
        .map((message) => ({
          ...named(question, session),
          ...message,
          created_at: isoOf(message.created_at),
        }));
    }),
};

interface ChangedSession {
  session: Session;
  changedAt: number;
}

function changedSessions({ view, orgId, after, before }: Question): ChangedSession[] {
  const shown = shownThrough(view);
  const first = Math.max(view.world.firstDay, dayOf(after - longestLifeSeconds));
  return daysBetween(first, dayOf(view.now))
    .flatMap((day) => workOn(view.world, day, workOf(orgId), view.now))
    .filter(({ createdAt }) => createdAt <= shown)
    .map((session) => ({ session, changedAt: updatedAt(session, shown) }))
    .filter(({ changedAt }) => after <= changedAt && changedAt < before);
}

function named({ view }: Question, session: Session): TruthRecord {
  return { session_id: sessionId(session, view.switches), org_id: session.orgId };
}

function daysBetween(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
