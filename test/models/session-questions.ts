import { truthStreams, type TruthRecord } from '../../emulator/truths/truth';
import type { Given, Question } from './question';
import { Sums } from './sums';
import { acusText, expectedRows, tenThousandths } from './truth';

interface Told {
  readonly record: TruthRecord;
  readonly createdOn: string;
  /** In ten-thousandths; 0 where nothing is metered. */
  readonly acus: number;
  readonly states: readonly string[];
}

/** The day that a billing day of 08:00 UTC begins. */
function billingDay(instant: unknown): string {
  return new Date(Date.parse(String(instant)) - 8 * 3_600_000).toISOString().slice(0, 10);
}

function toldSessions(given: Given): Told[] {
  const billed = billedAcus(given);
  return expectedRows(given, 'sessions').map((record) => ({
    record,
    createdOn: billingDay(record.created_at),
    acus: Math.max(billed.get(record.session_id) ?? 0, Math.round(Number(record.acus_consumed) * 10_000)),
    states: (record.pull_requests as { pr_state: string }[]).map(({ pr_state: state }) => state),
  }));
}

/** What the days of a session come to, where the emulator knows them. */
function billedAcus(given: Given): Map<unknown, number> {
  const sums = new Map<unknown, number>();
  const isKnown = truthStreams().includes('daily_session_consumption');
  for (const record of isKnown ? expectedRows(given, 'daily_session_consumption') : [])
    sums.set(record.session_id, (sums.get(record.session_id) ?? 0) + tenThousandths(record));
  return sums;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '–');
const acusOrNothing = (units: number): string => (units === 0 ? '–' : acusText(units));
const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
const count = (states: readonly string[], state: string): number =>
  states.filter((one) => one === state).length;

const sessionOutcomes: Question = {
  model: 'session_outcomes',
  sql: `select session_id, title, created_on, user_id, user_email, service_user_id, origin, devin_mode, acus, prs,
    prs_merged, prs_open, prs_closed, outcome, cast(is_settled as varchar) from session_outcomes`,
  expected: (given) => {
    const emails = new Map(given.emulator.world.people.map(({ id, email }) => [id, email]));
    return toldSessions(given).map(({ record, createdOn, acus, states }) => {
      const [merged, open, closed] = [
        count(states, 'merged'),
        count(states, 'open'),
        count(states, 'closed'),
      ];
      const outcome = merged > 0 ? 'merged' : open > 0 ? 'open' : closed > 0 ? 'closed' : 'none';
      const { session_id: id, title, user_id: user, service_user_id: serviceUser } = record;
      const isRunning = record.status === 'running';
      return [
        ...[
          id,
          title,
          createdOn,
          user,
          given.userIds.includes(String(user)) ? emails.get(String(user)) : null,
        ].map(text),
        ...[serviceUser, record.origin, record.devin_mode].map(text),
        acusOrNothing(acus),
        ...[states.length, merged, open, closed].map(String),
        outcome,
        String(open === 0 && !isRunning),
      ];
    });
  },
};

function countedBy(given: Given, keyOf: (record: TruthRecord) => string): Sums {
  const sums = new Sums(5);
  for (const { record, createdOn, acus, states } of toldSessions(given)) {
    const merged = count(states, 'merged');
    sums.add([monthOf(createdOn), keyOf(record)], [1, acus, states.length, merged, merged > 0 ? 1 : 0]);
  }
  return sums;
}

const repositoryCosts: Question = {
  model: 'repository_costs',
  sql: 'select month, repository, sessions, acus, prs, prs_merged from repository_costs',
  expected: (given) =>
    countedBy(given, ({ repo_names: names }) => (names as string[])[0] ?? '').rows(
      ([sessions = 0, acus = 0, prs = 0, merged = 0]) => [
        String(sessions),
        acusOrNothing(acus),
        String(prs),
        String(merged),
      ],
    ),
};

const playbookCosts: Question = {
  model: 'playbook_costs',
  sql: 'select month, playbook_id, sessions, acus, prs, prs_merged, sessions_merged from playbook_costs',
  expected: (given) =>
    countedBy(given, ({ playbook_id: id }) => text(id ?? '(no playbook)')).rows(
      ([sessions = 0, acus = 0, ...counts]) => [String(sessions), acusOrNothing(acus), ...counts.map(String)],
    ),
};

export const sessionQuestions: readonly Question[] = [sessionOutcomes, repositoryCosts, playbookCosts];
