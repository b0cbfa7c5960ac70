import path from 'node:path';

/** The invented enterprise of the demo; everything else about it is the emulator's default. */
export const world = { seed: 1, now: '2026-11-18T09:00:00Z', users: 40 } as const;

/** The time of the second sync: one billing day later. */
export const dayLater = '2026-11-19T09:00:00Z';

/** The first day to read: a Monday, so that the weeks of the answers are complete. */
export const startDate = '2026-09-28';

/** The time that the emulated Devin takes for each answer. */
export const latencyMs = 5;

/** Where the demo leaves its files, below the working directory. */
export const outputFolder = 'demo-output';

export const files = {
  config: path.join(outputFolder, 'config.json'),
  database: path.join(outputFolder, 'devin.duckdb'),
  page: path.join(outputFolder, 'report.html'),
} as const;

/** The model that the first questions ask: one SQL file on the tables as they are, made a view of that name. */
export const model = { view: 'daily_user_metrics', file: 'models/daily_user_metrics.sql' } as const;

/** A file of `demo/sql/`, and what it answers. */
export interface Question {
  readonly title: string;
  readonly file: string;
}

export const questions: readonly Question[] = [
  {
    title: 'What does a merged pull request cost, by person? The last 28 days',
    file: 'cost-per-merged-pull-request.sql',
  },
  {
    title: "Does it add up? Each day's ACUs against Devin's own total, the largest rest first",
    file: 'each-day-adds-up.sql',
  },
  { title: 'What is it spent on? ACUs by product and week', file: 'acus-by-product-and-week.sql' },
  {
    title: 'Does it get merged? Pull requests by the week they were created',
    file: 'merge-rate-by-week.sql',
  },
];
