/** The columns that the SQL of one stream reads; types that DuckDB and PostgreSQL share. */
const columns = {
  members: 'user_id varchar, email varchar, name varchar',
  daily_consumption: 'date date, acus double precision, is_final boolean',
  daily_user_consumption: 'date date, user_id varchar, user_email varchar, acus double precision',
  daily_service_user_consumption:
    'date date, service_user_id varchar, service_user_name varchar, acus double precision',
  daily_pr_metrics: 'date date, prs_created_count bigint, prs_merged_count bigint, prs_closed_count bigint',
  daily_user_pr_metrics:
    'date date, user_id varchar, user_email varchar, prs_created_count bigint, prs_merged_count bigint, ' +
    'prs_closed_count bigint, prs_taken_over_count bigint',
};

/** Rows as SQL, by stream. */
export type SmallTables = Partial<Record<keyof typeof columns, readonly string[]>>;

/** The statements that make the tables; those without rows are empty. */
export function smallTables(tables: SmallTables): string[] {
  return Object.entries(columns).flatMap(([stream, definition]) => {
    const rows = tables[stream as keyof typeof columns] ?? [];
    const insert = rows.map((row) => `insert into ${stream} values (${row})`);
    return [`create table ${stream} (${definition})`, ...insert];
  });
}

interface SmallCase {
  readonly name: string;
  readonly tables: SmallTables;
  /** What `daily_user_metrics` must be, in order of day and id, without the last column. */
  readonly expected: readonly string[];
}

const day = `'2026-11-02'`;
const before = `'2026-11-01'`;

/** What no emulated enterprise shows at once. */
export const smallCases: readonly SmallCase[] = [
  {
    name: "everybody has today's e-mail on every row",
    tables: {
      members: [`'a', 'newest@example.com', 'Ada'`],
      daily_user_consumption: [`${before}, 'a', 'old@example.com', 1`, `${day}, 'a', 'new@example.com', 1`],
    },
    expected: [
      '2026-11-01 a newest@example.com 1.000000000 0 0 0 true user',
      '2026-11-02 a newest@example.com 1.000000000 0 0 0 true user',
    ],
  },
  {
    name: 'who is no longer among the members keeps the last e-mail that was seen',
    tables: {
      daily_user_consumption: [`${before}, 'a', 'old@example.com', 1`, `${day}, 'a', null, 0`],
      daily_user_pr_metrics: [`${day}, 'a', 'new@example.com', 1, 0, 1, 0`],
      daily_pr_metrics: [`${day}, 1, 0, 1`],
    },
    expected: [
      '2026-11-01 a new@example.com 1.000000000 0 0 0 true user',
      '2026-11-02 a new@example.com 0.000000000 1 0 1 true user',
    ],
  },
  {
    name: 'a day without use is a row, and nobody active; a pull request taken over is activity',
    tables: {
      daily_user_consumption: [`${day}, 'a', null, 0`],
      daily_user_pr_metrics: [`${day}, 'b', null, 0, 0, 0, 1`],
    },
    expected: ['2026-11-02 a – 0.000000000 0 0 0 false user', '2026-11-02 b – 0.000000000 0 0 0 true user'],
  },
  {
    name: 'sums that floating point would miss leave no rest',
    tables: {
      daily_consumption: [`${day}, 0.3, true`],
      daily_user_consumption: [`${day}, 'a', null, 0.1`],
      daily_service_user_consumption: [`${day}, 's', 'CI Bot', 0.2`],
    },
    expected: [
      '2026-11-02 a – 0.100000000 0 0 0 true user',
      '2026-11-02 s – 0.200000000 – – – true service_user',
    ],
  },
  {
    name: 'a rest is the difference, whether more or less',
    tables: {
      daily_consumption: [`${before}, 3, true`, `${day}, 0.5, true`],
      daily_user_consumption: [`${before}, 'a', null, 1`, `${day}, 'a', null, 2`],
      daily_pr_metrics: [`${before}, 4, 2, 1`, `${day}, 1, 0, 0`],
      daily_user_pr_metrics: [`${before}, 'a', null, 1, 1, 0, null`, `${day}, 'a', null, 1, 1, 0, null`],
    },
    expected: [
      '2026-11-01 a – 1.000000000 1 1 0 true user',
      '2026-11-01 unattributed – 2.000000000 3 1 1 false unattributed',
      '2026-11-02 a – 2.000000000 1 1 0 true user',
      '2026-11-02 unattributed – -1.500000000 0 -1 0 false unattributed',
    ],
  },
  {
    name: 'where a total is not known, nothing is made up from the other',
    tables: {
      daily_consumption: [`${before}, 3, true`],
      daily_user_consumption: [`${before}, 'a', null, 3`, `${day}, 'a', null, 2`],
      daily_pr_metrics: [`${day}, 5, 5, 0`],
      daily_user_pr_metrics: [`${before}, 'a', null, 1, 0, 0, 0`, `${day}, 'a', null, 1, 1, 0, 0`],
    },
    expected: [
      '2026-11-01 a – 3.000000000 1 0 0 true user',
      '2026-11-02 a – 2.000000000 1 1 0 true user',
      '2026-11-02 unattributed – 0.000000000 4 4 0 false unattributed',
    ],
  },
  {
    name: 'a day on which nobody used anything is a rest alone',
    tables: { daily_consumption: [`${day}, 7.25, false`] },
    expected: ['2026-11-02 unattributed – 7.250000000 0 0 0 false unattributed'],
  },
];
