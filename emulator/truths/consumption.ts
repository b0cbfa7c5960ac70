import { isMemberOf, wasEverIn } from '../world/activity';
import { dateOf, dayOf, isoOf, stampOf } from '../world/billing-days';
import { hasUse, rowOf, unitsOn, type ConsumptionRow, type Whose } from '../world/consumption-rows';
import type { Person } from '../world/people';
import type { View } from '../world/view';
import { amounts, everyDay, type Question, type Reader, type TruthRecord } from './question';

/** ACUs by day. */
export const consumptionReaders: Record<string, Reader> = {
  daily_user_consumption: (question) =>
    question.people
      .filter((person) => isAnswered(question.view, person, question.orgId))
      .flatMap((person) =>
        rowsOf(question, { actor: person, orgId: question.orgId }, (row, day) => ({
          date: dateOf(day),
          day_start_at: isoOf(row.date),
          user_id: person.id,
          user_email: person.email,
          org_id: question.orgId,
          ...amounts(row),
        })),
      ),
  daily_consumption: (question) =>
    everyDay(question, (day) => {
      const { view, orgId } = question;
      const row = hasBegun(view, day) ? rowOf(view, day, unitsOn(view, day, { actor: null, orgId })) : null;
      if (!row) return { day_start_at: null, org_id: orgId, acus: 0, acus_by_product: {} };
      return { day_start_at: isoOf(stampOf(day, view.switches.stamp)), org_id: orgId, ...amounts(row) };
    }),
  daily_organization_consumption: (question) =>
    question.view.world.organizations.flatMap(({ org_id: orgId }) =>
      rowsOf(question, { actor: null, orgId }, (row, day) => ({
        date: dateOf(day),
        day_start_at: isoOf(row.date),
        org_id: orgId,
        ...amounts(row),
      })),
    ),
  daily_service_user_consumption: (question) =>
    question.view.world.serviceUsers
      .filter((serviceUser) => serviceUser.createdAt <= question.view.now)
      .filter((serviceUser) => isUserWithRows(question.view, { actor: serviceUser, orgId: null }))
      .flatMap((serviceUser) =>
        rowsOf(question, { actor: serviceUser, orgId: null }, (row, day) => ({
          date: dateOf(day),
          day_start_at: isoOf(row.date),
          service_user_id: serviceUser.id,
          service_user_name: serviceUser.name,
          ...amounts(row),
        })),
      ),
};

function rowsOf(
  { view, days }: Question,
  whose: Whose,
  tell: (row: ConsumptionRow, day: number) => TruthRecord,
): TruthRecord[] {
  return days.flatMap((day) => {
    const row = hasBegun(view, day) ? rowOf(view, day, unitsOn(view, day, whose)) : null;
    return row ? [tell(row, day)] : [];
  });
}

function hasBegun(view: View, day: number): boolean {
  return view.world.firstDay <= day && day <= dayOf(view.now);
}

function isAnswered(view: View, person: Person, orgId: string | null): boolean {
  if (!wasEverIn(person, orgId, view.now)) return false;
  if (view.switches.leavers !== 'rows' && !isMemberOf(person, orgId, view.now)) return false;
  return isUserWithRows(view, { actor: person, orgId });
}

function isUserWithRows(view: View, whose: Whose): boolean {
  const { usersWithoutUse } = view.switches;
  return usersWithoutUse === 'rows' || usersWithoutUse === '404-in-window' || hasUse(view, whose);
}
