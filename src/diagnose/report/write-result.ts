import { writeFileSync } from 'node:fs';
import VError from 'verror';

/** Writes a file for the user. Throws a config_error that says what to change. */
export function writeResult(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new VError(
      { info: { failureType: 'config_error' } },
      '%s',
      `The file ${file} cannot be written (${code}): check its folder and its permissions.`,
    );
  }
}
