import { existsSync, readFileSync } from 'node:fs';
import VError from 'verror';
import { isDay } from '../sync/days';
import type { Reading } from './desk';
import { isObject, numberIn, textIn } from './json';
import { writeResult } from './report/write-result';

const about =
  'Private: ACUs by day, for the next run of `source-devin diagnose` with this file. Do not attach it to an issue.';

/**
 * The reading of an earlier run. Null if the file does not exist yet. Throws a config_error if it is another file, or of
 * another scope.
 */
export function earlierReading(file: string, scopeId: string): Reading | null {
  if (!existsSync(file)) return null;
  const content = parsed(file);
  const [at, lastDay] = [numberIn(content, 'at'), textIn(content, 'last_day')];
  const acus = isObject(content) ? content.acus : undefined;
  if (at === undefined || !isDay(lastDay) || !isObject(acus))
    throw unusable(file, 'is not a file of readings');
  if (textIn(content, 'scope_id') !== scopeId)
    throw unusable(file, 'is of another enterprise or organization');
  return { at, lastDay, acus: acus as Reading['acus'] };
}

/** Writes the reading of this run in the place of the earlier one. */
export function keepReading(file: string, scopeId: string, { at, lastDay, acus }: Reading): void {
  const content = { about, scope_id: scopeId, at, last_day: lastDay, acus };
  writeResult(file, `${JSON.stringify(content, null, 2)}\n`);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw unusable(file, 'cannot be read as JSON');
  }
}

function unusable(file: string, problem: string): VError {
  return new VError(
    { info: { failureType: 'config_error' } },
    '%s',
    `The readings file ${file} ${problem}: name another file, or one that does not exist yet.`,
  );
}
