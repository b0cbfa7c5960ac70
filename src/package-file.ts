import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A JSON file of this package, by its path below the package root. It works from `src/` and from `dist/`. */
export function packageFile(...segments: string[]): unknown {
  return JSON.parse(readFileSync(path.join(__dirname, '..', ...segments), 'utf8'));
}
