import { aligned } from '../airbyte/terminal';
import type { Permission } from '../sync/define';

/** What check has found out about a stream. */
export interface StreamFinding {
  readonly name: string;
  /** `readable`, or why not. */
  readonly answer: string;
  /** What the stream needs; where it cannot be read, what is missing. */
  readonly permission: Permission | undefined;
}

/** The findings as a table for a terminal of so many columns; older names of permissions only where they fit. */
export function findingsTable(findings: readonly StreamFinding[], columns: number): string {
  const complete = lines(findings, true);
  const fitting = complete.every((line) => line.length <= columns) ? complete : lines(findings, false);
  return fitting.map((line) => `${line}\n`).join('');
}

function lines(findings: readonly StreamFinding[], withOlder: boolean): string[] {
  const rows = findings.map(({ name, answer, permission }) => [
    name,
    answer === 'readable' ? 'yes' : `no: ${answer.replaceAll('_', ' ')}`,
    (permission?.name ?? '') + (withOlder && permission?.older ? ` (${permission.older})` : ''),
  ]);
  return aligned([['Stream', 'Readable', withOlder ? 'Permission (older name)' : 'Permission'], ...rows]);
}
