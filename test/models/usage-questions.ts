import type { Given, Question } from './question';
import { acusText, expectedMetricsRows, expectedRows, sumsByDay, tenThousandths } from './truth';

const dayMs = 86_400_000;
const dayNumber = (day: string): number => Date.parse(day) / dayMs;
const dayText = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);
const weekOf = (day: string): string => dayText(dayNumber(day) - ((new Date(day).getUTCDay() + 6) % 7));

const adoptionCohorts: Question = {
  model: 'adoption_cohorts',
  sql: `select cohort_week, cast(is_first_read as varchar), weeks_since, week, users, active_users,
    cast(is_whole_week as varchar) from adoption_cohorts`,
  expected: (given) => {
    const weeks = new Map<string, number>();
    for (const day of sumsByDay(given, 'daily_consumption').keys())
      weeks.set(weekOf(day), (weeks.get(weekOf(day)) ?? 0) + 1);
    const active = new Map<string, Set<string>>();
    for (const [date = '', id = '', , , , , , isActive, kind] of expectedMetricsRows(given))
      if (kind === 'user' && isActive === 'true')
        active.set(id, (active.get(id) ?? new Set()).add(weekOf(date)));
    const cohorts = new Map<string, Set<string>[]>();
    for (const own of active.values()) {
      const first = [...own].sort()[0] ?? '';
      cohorts.set(first, [...(cohorts.get(first) ?? []), own]);
    }
    const firstWeek = [...weeks.keys()].sort()[0];
    return [...cohorts].flatMap(([cohort, people]) =>
      [...weeks]
        .filter(([week]) => week >= cohort)
        .map(([week, days]) => [
          cohort,
          String(cohort === firstWeek),
          String((dayNumber(week) - dayNumber(cohort)) / 7),
          week,
          String(people.length),
          String(people.filter((own) => own.has(week)).length),
          String(days === 7),
        ]),
    );
  },
};

const usageAnomalies: Question = {
  model: 'usage_anomalies',
  sql: `select date, day_kind, acus, compared_days, cast(usual_acus as decimal(18, 6)), cast(spread_acus as decimal(18, 6)),
    cast(is_unusual as varchar), top_user_id, top_user_acus from usage_anomalies`,
  expected: (given) => {
    const days = [...sumsByDay(given, 'daily_consumption')].map(([date, units]) => ({
      date,
      acus: units / 10_000,
      isWeekend: [0, 6].includes(new Date(date).getUTCDay()),
    }));
    const metrics = expectedMetricsRows(given).filter((row) => row[8] === 'user' && Number(row[3]) > 0);
    return days.flatMap(({ date, acus, isWeekend }) => {
      const compared = days.filter((day) => {
        const age = dayNumber(date) - dayNumber(day.date);
        return day.isWeekend === isWeekend && age > 0 && age <= 56;
      });
      if (compared.length < 10) return [];
      const usual = median(compared.map((day) => day.acus));
      const spread = Math.max(median(compared.map((day) => Math.abs(day.acus - usual))), 0.1 * usual);
      const [top] = metrics
        .filter((row) => row[0] === date)
        .sort(
          (one, other) => Number(other[3]) - Number(one[3]) || ((one[1] ?? '') < (other[1] ?? '') ? -1 : 1),
        );
      return [
        [
          date,
          isWeekend ? 'weekend' : 'working day',
          acus.toFixed(9),
          String(compared.length),
          usual.toFixed(6),
          spread.toFixed(6),
          String(Math.abs(acus - usual) > 5 * spread),
          top?.[1] ?? '–',
          top?.[3] ?? '–',
        ],
      ];
    });
  },
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

const nearLimitUsers: Question = {
  model: 'near_limit_users',
  least: 1,
  sql: `select user_id, limit_acus, acus, cast(acus_per_day as decimal(18, 6)), days_to_exhaustion, exhausted_on,
    cycle_last_date, cast(is_near as varchar) from near_limit_users`,
  expected: (given) => {
    const through = [...sumsByDay(given, 'daily_consumption').keys()].sort().at(-1) ?? '';
    const cycles = expectedRows(given, 'billing_cycles').map(
      ({ cycle_start_at: start, cycle_end_at: end }) => ({
        first: String(start).slice(0, 10),
        next: String(end).slice(0, 10),
      }),
    );
    const cycle = cycles.find(({ first, next }) => first <= through && through < next);
    if (!cycle) return [];
    return expectedRows(given, 'acu_limits')
      .filter(({ scope }) => scope === 'user')
      .map(({ user_id: id, cycle_acu_limit: limit }) =>
        limitRow(given, String(id), Number(limit), { ...cycle, through }),
      );
  },
};

function limitRow(
  given: Given,
  id: string,
  limit: number,
  { first, next, through }: { first: string; next: string; through: string },
): string[] {
  const own = expectedRows(given, 'daily_user_consumption').filter((record) => record.user_id === id);
  const sum = (from: number) =>
    own
      .filter((record) => dayNumber(String(record.date)) >= from)
      .reduce((total, record) => total + tenThousandths(record), 0);
  const [used, pace] = [sum(dayNumber(first)), sum(dayNumber(through) - 6) / 7];
  const left = limit * 10_000 - used;
  const days = left <= 0 ? 0 : pace > 0 ? Math.floor(left / pace) : undefined;
  const reached = days === undefined ? undefined : dayText(dayNumber(through) + days + 1);
  const isReached = reached !== undefined && reached < next;
  return [
    id,
    String(limit),
    acusText(used),
    (pace / 10_000).toFixed(6),
    days === undefined ? '–' : String(days),
    left > 0 && isReached ? reached : '–',
    dayText(dayNumber(next) - 1),
    String(used >= 0.8 * limit * 10_000 || isReached),
  ];
}

export const usageQuestions: readonly Question[] = [adoptionCohorts, usageAnomalies];
export const enterpriseUsageQuestions: readonly Question[] = [nearLimitUsers];
