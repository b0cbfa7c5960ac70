import type { Emulator } from '../../emulator/emulator';
import { truthOf, type Row } from './synced-file';

/** A table of the page: numbers as they are, everything else as text. */
export type Table = readonly (readonly (number | string)[])[];

const dayMs = 86_400_000;

/** What each section's table must say, computed from the emulator's truth and without SQL. */
export function expectedTables(emulator: Emulator): Record<string, Table> {
  return {
    'acus-by-day': acusByDay(emulator),
    'top-users': topUsers(emulator),
    'merge-rate': mergeRate(emulator),
    adoption: adoption(emulator),
    'burn-down': burnDown(emulator),
    accounting: accounting(emulator),
  };
}

function acusByDay(emulator: Emulator): Table {
  const rows = lastDays(truthOf(emulator, 'daily_consumption'), 90);
  return rows.flatMap((row) => {
    const products = Object.entries(row.acus_by_product as Record<string, number>);
    return products.sort(byFirst).map(([product, acus]) => [day(row), product, acus, 'yes']);
  });
}

function topUsers(emulator: Emulator): Table {
  const truth = truthOf(emulator, 'daily_user_consumption');
  const rows = lastDays(truth, 28);
  const earlier = lastDays(truth, 56).filter((row) => !rows.includes(row));
  const all = total(rows, 'acus');
  return [...grouped(rows, (row) => String(row.user_email))]
    .map(([person, own]): [string, number, number, number, number | string] => {
      const acus = total(own, 'acus');
      const before = earlier.filter((row) => row.user_email === person);
      const acusBefore = before.length === 0 ? '–' : total(before, 'acus');
      return [person, acus, acus / all, own.filter((row) => Number(row.acus) > 0).length, acusBefore];
    })
    .sort(([, one], [, other]) => other - one)
    .slice(0, 10);
}

function mergeRate(emulator: Emulator): Table {
  const weeks = grouped(truthOf(emulator, 'daily_pr_metrics'), weekOf);
  const whole = [...weeks].filter(([, rows]) => rows.length === 7).sort(byFirst);
  return whole.slice(-13).map(([week, rows]) => {
    const [created, merged, closed, open] = ['created', 'merged', 'closed', 'opened'].map((state) =>
      total(rows, `prs_${state}_count`),
    ) as [number, number, number, number];
    return [week, created, merged, closed, open, created === 0 ? '–' : merged / created, 'yes'];
  });
}

function adoption(emulator: Emulator): Table {
  const members = truthOf(emulator, 'members').length;
  const weeks = truthOf(emulator, 'weekly_active_users').map((row): [string, number, number, string] => [
    String(row.period_start),
    Number(row.active_users),
    members,
    'yes',
  ]);
  return weeks.sort().slice(-13);
}

/** November of 2026; the 20th is the last day that was read. */
function burnDown(emulator: Emulator): Table {
  const rows = truthOf(emulator, 'daily_consumption');
  const acusOf = new Map(rows.map((row) => [day(row), Number(row.acus)]));
  const limits = truthOf(emulator, 'acu_limits').filter(({ scope }) => scope === 'enterprise');
  const limit = Number(limits[0]?.cycle_acu_limit);
  const pace = total(lastDays(rows, 7), 'acus') / 7;
  const before = total(
    rows.filter((row) => day(row) >= '2026-10-01' && day(row) <= '2026-10-20'),
    'acus',
  );
  let used = 0;
  return Array.from({ length: 30 }, (_, index) => {
    const date = `2026-11-${String(index + 1).padStart(2, '0')}`;
    const acus = index < 20 ? (acusOf.get(date) ?? 0) : pace;
    used += acus;
    return [date, acus, used, limit, limit - used, index < 20 ? 'no' : 'yes', before];
  });
}

function accounting(emulator: Emulator): Table {
  const weeks = grouped(truthOf(emulator, 'daily_consumption'), weekOf);
  const inWeek = (stream: 'daily_user_consumption' | 'daily_service_user_consumption', week: string) =>
    total(
      truthOf(emulator, stream).filter((row) => weekOf(row) === week),
      'acus',
    );
  return [...weeks]
    .sort(byFirst)
    .slice(-13)
    .map(([week, rows]) => {
      const [all, users, serviceUsers] = [
        total(rows, 'acus'),
        inWeek('daily_user_consumption', week),
        inWeek('daily_service_user_consumption', week),
      ];
      return [week, rows.length, all, users, serviceUsers, all - users - serviceUsers, 'yes'];
    });
}

function lastDays(rows: readonly Row[], count: number): Row[] {
  const last = rows.map(day).sort().at(-1) ?? '';
  const first = new Date(Date.parse(last) - (count - 1) * dayMs).toISOString().slice(0, 10);
  return rows.filter((row) => day(row) >= first).sort((one, other) => (day(one) < day(other) ? -1 : 1));
}

function weekOf(row: Row): string {
  const date = new Date(`${day(row)}T00:00:00Z`);
  return new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
}

function day(row: Row): string {
  return String(row.date);
}

function total(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column]), 0);
}

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function byFirst([one]: readonly [string, ...unknown[]], [other]: readonly [string, ...unknown[]]): number {
  return one < other ? -1 : 1;
}
