import { rmSync } from 'node:fs';

export default function removeDbt(): void {
  if (process.env.DBT_FOLDER) rmSync(process.env.DBT_FOLDER, { recursive: true, force: true });
}
