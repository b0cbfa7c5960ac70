import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of a file of this package, by its path below the package root. It works from `report/` and from `dist/`. */
export function packageText(...segments: string[]): string {
  return readFileSync(path.join(__dirname, '..', ...segments), 'utf8');
}

/** The names of the files in a folder of this package. */
export function packageFiles(...segments: string[]): string[] {
  return readdirSync(path.join(__dirname, '..', ...segments));
}
