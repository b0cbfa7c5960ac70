import type { Emulator } from '../../emulator/emulator';
import type { TruthRecord } from '../../emulator/truths/truth';
import type { ScopeName } from '../acceptance/harness';

/** What the tables were read for. */
export interface Synced {
  readonly emulator: Emulator;
  readonly scope: ScopeName;
  readonly from: string;
  /** All members at one of the syncs. */
  readonly userIds: readonly string[];
}

/** A row of `daily_user_metrics` as text, in the order of its columns; null is –. */
export type MetricsRow = readonly string[];

interface Sums {
  /** In ten-thousandths, which the emulator's figures are whole numbers of. */
  acus: number;
  prs: [created: number, merged: number, closed: number];
}

/** The expected records of a stream for these people and days. */
export function expectedRows({ emulator, scope, from, userIds }: Synced, stream: string): TruthRecord[] {
  return emulator.truth(stream, scope, { from, userIds: [...userIds] });
}

/** ACUs as the models write them: nine places. */
export function acusText(tenThousandths: number): string {
  return (tenThousandths / 10_000).toFixed(9);
}

/** ACUs of a record in ten-thousandths. */
export function tenThousandths(record: TruthRecord): number {
  return Math.round((record.acus as number) * 10_000);
}

/** The sum of each day's records of a stream, in ten-thousandths. */
export function sumsByDay(synced: Synced, stream: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const record of expectedRows(synced, stream)) {
    const date = record.date as string;
    sums.set(date, (sums.get(date) ?? 0) + tenThousandths(record));
  }
  return sums;
}

/** The rows that `acu_accounting` must have; no day is final, because the look-back reaches all of them. */
export function expectedAccounting(synced: Synced): MetricsRow[] {
  const users = sumsByDay(synced, 'daily_user_consumption');
  const isEnterprise = synced.scope === 'enterprise';
  const serviceUsers = isEnterprise
    ? sumsByDay(synced, 'daily_service_user_consumption')
    : new Map<string, number>();
  return [...sumsByDay(synced, 'daily_consumption')].sort().map(([date, total]) => {
    const [user, serviceUser] = [users.get(date) ?? 0, serviceUsers.get(date) ?? 0];
    return [date, ...[total, user, serviceUser, total - user - serviceUser].map(acusText), 'false'];
  });
}

/** The rows that `daily_user_metrics` must have, computed from the emulator's truth. */
export function expectedMetricsRows(synced: Synced): MetricsRow[] {
  const people = userRows(synced);
  const serviceUsers = serviceUserRows(synced);
  const rest = new Map<string, Sums>();
  for (const record of expectedRows(synced, 'daily_consumption'))
    add(rest, record.date as string, { acus: tenThousandths(record), prs: [0, 0, 0] });
  for (const record of expectedRows(synced, 'daily_pr_metrics'))
    add(rest, record.date as string, { acus: 0, prs: prsOf(record) });
  for (const { date, sums } of [...people, ...serviceUsers]) {
    const [created, merged, closed] = sums.prs;
    add(rest, date, { acus: -sums.acus, prs: [-created, -merged, -closed] });
  }
  return [...people, ...serviceUsers, ...[...rest].flatMap(unattributedRow)].map(({ row }) => row);
}

interface Told {
  readonly date: string;
  readonly sums: Sums;
  readonly row: MetricsRow;
}

function userRows(synced: Synced): Told[] {
  const found = new Map<string, { date: string; id: string; sums: Sums; isActive: boolean }>();
  const at = (record: TruthRecord) => {
    const [date, id] = [record.date as string, record.user_id as string];
    const key = `${date} ${id}`;
    const known = found.get(key) ?? { date, id, sums: { acus: 0, prs: [0, 0, 0] }, isActive: false };
    found.set(key, known);
    return known;
  };
  for (const record of expectedRows(synced, 'daily_user_consumption')) {
    const known = at(record);
    known.sums.acus = tenThousandths(record);
    known.isActive ||= known.sums.acus > 0;
  }
  for (const record of expectedRows(synced, 'daily_user_pr_metrics')) {
    const known = at(record);
    known.sums.prs = prsOf(record);
    known.isActive = true;
  }
  const people = new Map(synced.emulator.world.people.map((person) => [person.id, person]));
  return [...found.values()].map(({ date, id, sums, isActive }) => {
    const { email, name } = people.get(id) ?? {};
    const counts = [acusText(sums.acus), ...sums.prs.map(String), String(isActive)];
    return { date, sums, row: [date, id, email ?? '–', ...counts, 'user', name ?? '–'] };
  });
}

function serviceUserRows(synced: Synced): Told[] {
  if (synced.scope === 'organization') return [];
  return expectedRows(synced, 'daily_service_user_consumption').map((record) => {
    const date = record.date as string;
    const acus = tenThousandths(record);
    const values = [acusText(acus), '–', '–', '–', String(acus > 0), 'service_user'];
    const row = [date, record.service_user_id as string, '–', ...values, record.service_user_name as string];
    return { date, sums: { acus, prs: [0, 0, 0] }, row };
  });
}

function unattributedRow([date, sums]: [string, Sums]): Told[] {
  if (sums.acus === 0 && sums.prs.every((count) => count === 0)) return [];
  const counts = [acusText(sums.acus), ...sums.prs.map(String), 'false'];
  return [{ date, sums, row: [date, 'unattributed', '–', ...counts, 'unattributed', '–'] }];
}

/** Pull requests of a record: created, merged, closed. */
export function prsOf(record: TruthRecord): Sums['prs'] {
  const count = (name: string) => record[`prs_${name}_count`] as number;
  return [count('created'), count('merged'), count('closed')];
}

function add(days: Map<string, Sums>, date: string, sums: Sums): void {
  const known = days.get(date) ?? { acus: 0, prs: [0, 0, 0] };
  const [created, merged, closed] = known.prs;
  const prs: Sums['prs'] = [created + sums.prs[0], merged + sums.prs[1], closed + sums.prs[2]];
  days.set(date, { acus: known.acus + sums.acus, prs });
}
