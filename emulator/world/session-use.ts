import { dayOf } from './billing-days';
import { finalUnits, noUnits, visibleUnits } from './consumption';
import { hash } from './random';
import { runningOn, type Session } from './sessions';
import type { Units } from './units';
import type { View } from './view';

/** How much of the `devin` part of its actor's day a session comes to in the end. */
function finalPart(session: Session, day: number): number {
  const units = finalUnits(session.actor, day, session.orgId);
  return units ? partOf(session, day, units.devin) : 0;
}

/** How many ten-thousandths of an ACU the session comes to in the end. */
export function unitsOfSession(session: Session): number {
  return daysOf(session).reduce((sum, day) => sum + finalPart(session, day), 0);
}

/** The days on which the session ran. */
export function daysOf({ createdAt, endedAt }: Session): number[] {
  const first = dayOf(createdAt);
  return Array.from({ length: dayOf(endedAt) - first + 1 }, (_, index) => first + index);
}

/** What Devin shows now of a day of a session; null where nothing was used. */
export function sessionUnitsOn({ now, switches }: View, day: number, session: Session): Units | null {
  const ofDay = visibleUnits(session.actor, day, session.orgId, { now, settle: switches.settle });
  if (!ofDay) return null;
  // By the switch, an eighth belongs to no session.
  const ofSessions = switches.sessionlessUse ? ofDay.devin - Math.ceil(ofDay.devin / 8) : ofDay.devin;
  const devin = partOf(session, day, ofSessions);
  return devin === 0 ? null : { ...noUnits(), devin };
}

// The parts of all sessions that ran on a day add up to the whole.
function partOf(session: Session, day: number, whole: number): number {
  const sessions = runningOn(session.actor, day);
  const index = sessions.findIndex(({ key }) => key === session.key);
  if (index === -1) return 0;
  const weights = sessions.map(({ key }) => 1 + (hash(key, day, 38) % 100));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) => Math.floor((whole * weight) / total));
  const rest = whole - parts.reduce((sum, part) => sum + part, 0);
  return (parts[index] ?? 0) + (index === 0 ? rest : 0);
}
