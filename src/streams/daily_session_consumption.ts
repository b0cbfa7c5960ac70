import { throwIfWithheld } from '../sync/fan-out/not-found';
import { addDays } from '../sync/days';
import { dateField, isFinalField } from '../sync/fields/engine-fields';
import { readAllWindows } from '../sync/requests/all-windows';
import { consumption } from '../sync/requests/consumption';
import { SessionPaths } from '../sync/requests/session-paths';
import { perSessionStream } from '../sync/shapes/per-session';
import { consumptionNote, consumptionPermission, consumptionProbe } from './daily_user_consumption';
import { ofSession, sessionList, sessionProbe } from './sessions';

export const dailySessionConsumption = perSessionStream({
  name: 'daily_session_consumption',
  description:
    'ACUs that each session was billed, by billing day, from the day of its creation to the day after its last change. A day for ' +
    'which Devin sends nothing has no row.',
  fields: { ...ofSession, date: dateField(), ...consumption.fields, is_final: isFinalField() },
  scopes: ['enterprise', 'organization'],
  primaryKey: ['date', 'session_id'],
  cursorField: 'date',
  lookback: 'consumption',
  permission: consumptionPermission,
  permissionNote: consumptionNote,
  endpoint: '/consumption/daily/sessions/{session_id}',
  probes: (scope, lastDay) => [consumptionProbe(scope, lastDay), sessionProbe(scope)],
  list: sessionList,
  reader: (context) => {
    const paths = new SessionPaths([(id) => context.scope.path('consumption', 'daily', 'sessions', id)]);
    const finalThrough = addDays(context.lastCompleteDay, -context.lookbackDays.consumption);
    return async function* (session) {
      const read = await paths.ask(
        session,
        (path) => readAllWindows(context, path, session),
        ({ days }) => days.some(({ own }) => own.acus !== 0),
      );
      const named = { session_id: session.id, org_id: session.orgId };
      yield read.days.map(({ date, own }) => ({ ...named, date, ...own, is_final: date <= finalThrough }));
      if (read.error !== undefined) throw read.error;
    };
  },
  allUnknown: (context, { count, from }) => {
    const path = context.scope.path('consumption', 'daily');
    return throwIfWithheld(context, path, `all ${count} sessions`, from);
  },
});
