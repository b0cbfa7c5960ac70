// Loaded into a process before its own code: leaves behind the most memory that it ever held, in kilobytes.
import { writeFileSync } from 'node:fs';

process.once('exit', () =>
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(process.resourceUsage().maxRSS)),
);
