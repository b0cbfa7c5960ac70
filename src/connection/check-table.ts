import { aligned } from '../airbyte/terminal';
import type { Permission } from '../sync/define';

/** The result of a check for one stream. */
export interface StreamFinding {
  readonly name: string;
  /** `readable`, or the reason why not. */
  readonly answer: string;
  /** The permission that the stream needs, or the missing one if it cannot be read. */
  readonly permission: Permission | undefined;
}

/**
 * The results as a table for a terminal of this width. Older names of permissions are left out if they do not fit.
 */
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
