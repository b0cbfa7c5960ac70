import type { TruthRecord } from '../../emulator/truths/truth';
import { burnDown } from './burn-down';
import type { Given, Question } from './question';
import { sessionQuestions } from './session-questions';
import { Sums } from './sums';
import { focusQuestion } from './focus-question';
import { enterpriseUsageQuestions, usageQuestions } from './usage-questions';
import { acusText, expectedRows, expectedMetricsRows, prsOf, tenThousandths } from './truth';

const dailyUserMetrics: Question = {
  model: 'daily_user_metrics',
  sql: `select date, user_id, user_email, acus, prs_created, prs_merged, prs_closed, cast(is_active as varchar), kind,
    user_name from daily_user_metrics`,
  expected: (given) => expectedMetricsRows(given).map((row) => [...row]),
};

const dailyTeamMetrics: Question = {
  model: 'daily_team_metrics',
  sql: `select date, team, acus, prs_created, prs_merged, prs_closed, active_users from daily_team_metrics`,
  expected: (given) => {
    const teams = teamsOf(given);
    const sums = new Sums(5);
    for (const [
      date = '',
      id = '',
      email = '',
      acus,
      created,
      merged,
      closed,
      isActive,
      kind = '',
    ] of expectedMetricsRows(given)) {
      const isActiveUser = kind === 'user' && isActive === 'true';
      const counts = [created, merged, closed].map((count) => (count === '–' ? 0 : Number(count)));
      for (const team of teams(id, email, kind))
        sums.add([date, team], [Math.round(Number(acus) * 10_000), ...counts, isActiveUser ? 1 : 0]);
    }
    return sums.rows(([acus = 0, ...counts]) => [acusText(acus), ...counts.map(String)]);
  },
};

const dailyOrganizationMetrics: Question = {
  model: 'daily_organization_metrics',
  sql: `select date, org_id, org_name, acus, prs_created, prs_merged, prs_closed from daily_organization_metrics`,
  expected: (given) => {
    const sums = new Sums(4);
    const names = new Map(
      expectedRows(given, 'organizations').map((organization) => [
        organization.org_id,
        organization.name as string,
      ]),
    );
    const note = (records: TruthRecord[], values: (record: TruthRecord) => number[], sign: number) => {
      for (const record of records) {
        const [date, id] = [record.date as string, record.org_id as string | null];
        if (id) sums.add([date, id, names.get(id) ?? '–'], values(record));
        sums.add(
          [date, 'unattributed', '–'],
          values(record).map((value) => (id ? -value : value) * sign),
        );
      }
    };
    const acus = (record: TruthRecord) => [tenThousandths(record), 0, 0, 0];
    const prs = (record: TruthRecord) => [0, ...prsOf(record)];
    note(expectedRows(given, 'daily_organization_consumption'), acus, 1);
    note(expectedRows(given, 'daily_organization_pr_metrics'), prs, 1);
    note(expectedRows(given, 'daily_consumption'), acus, 1);
    note(expectedRows(given, 'daily_pr_metrics'), prs, 1);
    const rows = sums.rows(([units = 0, ...counts]) => [acusText(units), ...counts.map(String)]);
    const isNothing = (row: string[]) =>
      row[1] === 'unattributed' && row.slice(3).every((value) => Number(value) === 0);
    return rows.filter((row) => !isNothing(row));
  },
};

const dailyProductMix: Question = {
  model: 'daily_product_mix',
  sql: 'select date, product, acus from daily_product_mix',
  expected: (given) =>
    expectedRows(given, 'daily_consumption').flatMap((record) => {
      const products = Object.entries(record.acus_by_product as Record<string, number | null>).filter(
        (entry): entry is [string, number] => entry[1] !== null,
      );
      const rest =
        tenThousandths(record) - products.reduce((sum, [, acus]) => sum + Math.round(acus * 10_000), 0);
      const all = [...products, ...(rest === 0 ? [] : [['(not broken out)', rest / 10_000] as const])];
      return all.map(([product, acus]) => [record.date as string, product, acus.toFixed(9)]);
    }),
};

const dailySessions: Question = {
  model: 'daily_sessions',
  sql: 'select date, breakdown, value, sessions, sessions_with_merged_prs, acus from daily_sessions',
  expected: (given) => {
    const days = expectedRows(given, 'daily_session_metrics').flatMap((record) => {
      const date = record.date as string;
      const counts = (name: string) => Object.entries(record[name] as Record<string, number>);
      const origins = counts('sessions_created_by_origin');
      const others =
        (record.sessions_created_count as number) - origins.reduce((sum, [, count]) => sum + count, 0);
      const merged = new Map(counts('sessions_with_merged_prs_by_size'));
      return [
        ...[...origins, ['(not broken out)', others] as const].map(([value, count]) => [
          date,
          'origin',
          value,
          count,
          '–',
          '–',
        ]),
        ...counts('sessions_created_by_size').map(([value, count]) => [
          date,
          'size',
          value,
          count,
          merged.get(value) ?? 0,
          '–',
        ]),
      ];
    });
    const categories =
      given.scope === 'organization'
        ? []
        : expectedRows(given, 'daily_session_categories').flatMap(categoryRows);
    return [...days, ...categories].filter((row) => row[3] !== 0).map((row) => row.map(String));
  },
};

function categoryRows(record: TruthRecord): (string | number)[][] {
  const categories = record.categories as { category: string; sessions_count: number; acus: number }[];
  return categories.map(({ category, sessions_count: count, acus }) => [
    record.date as string,
    'category',
    category,
    count,
    '–',
    acus.toFixed(9),
  ]);
}

const adoption: Question = {
  model: 'adoption',
  sql: `select period, period_start, active_users, daily_active_users, days, cast(stickiness as decimal(18, 6)), members_today
    from adoption`,
  expected: (given) => {
    const days = expectedRows(given, 'daily_active_users');
    const members = String(expectedRows(given, 'members').length);
    const rows = (period: string, stream: string, next: (start: Date) => Date) =>
      expectedRows(given, stream).map((record) => {
        const start = record.period_start as string;
        const end = next(new Date(start)).toISOString().slice(0, 10);
        const within = days.filter(
          (day) => start <= (day.period_start as string) && (day.period_start as string) < end,
        );
        const sum = within.reduce((total, day) => total + (day.active_users as number), 0);
        const active = record.active_users as number;
        const stickiness = active === 0 ? '–' : (sum / (within.length * active)).toFixed(6);
        return [period, start, String(active), String(sum), String(within.length), stickiness, members];
      });
    return [
      ...rows('week', 'weekly_active_users', (start) => new Date(start.getTime() + 7 * 86_400_000)),
      ...rows(
        'month',
        'monthly_active_users',
        (start) => new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1)),
      ),
    ];
  },
};

const seats: Question = {
  model: 'seats',
  sql: `select user_id, user_email, user_name, first_active_on, last_active_on, active_days, acus,
    cast(is_never_used as varchar), known_since from seats`,
  expected: (given) => {
    const metrics = expectedMetricsRows(given);
    return expectedRows(given, 'members').map((member) => {
      const rows = metrics.filter((row) => row[1] === member.user_id).sort();
      const active = rows.filter((row) => row[7] === 'true').map(([date = '']) => date);
      const acus = rows.reduce((sum, row) => sum + Math.round(Number(row[3]) * 10_000), 0);
      const who = [member.user_id, member.email ?? '–', member.name ?? '–'] as string[];
      const days = [active[0] ?? '–', active.at(-1) ?? '–', String(active.length)];
      return [...who, ...days, acusText(acus), String(active.length === 0), given.from];
    });
  },
};

export const questions: readonly Question[] = [
  dailyUserMetrics,
  dailyTeamMetrics,
  adoption,
  seats,
  dailyProductMix,
  dailySessions,
  ...sessionQuestions,
  ...usageQuestions,
  focusQuestion,
];

export const enterpriseQuestions: readonly Question[] = [
  dailyOrganizationMetrics,
  burnDown,
  ...enterpriseUsageQuestions,
];

/** The teams of a person, by the seed or by today's groups. */
function teamsOf(given: Given): (id: string, email: string, kind: string) => string[] {
  const chosen = new Map(given.userTeams.map(([key, team]) => [key.toLowerCase(), team]));
  const groups = new Map(
    expectedRows(given, 'members').map((member) => {
      const assignments = member.idp_role_assignments as { idp_group_name: string }[];
      return [
        member.user_id as string,
        [...new Set(assignments.map((assignment) => assignment.idp_group_name))],
      ];
    }),
  );
  const none: Record<string, string> = {
    user: '(no team)',
    service_user: '(service users)',
    unattributed: '(unattributed)',
  };
  return (id, email, kind) => {
    const team = chosen.get(id.toLowerCase()) ?? chosen.get(email.toLowerCase());
    if (team !== undefined) return [team];
    const found = groups.get(id) ?? [];
    return found.length > 0 ? found : [none[kind] ?? ''];
  };
}
