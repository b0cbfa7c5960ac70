import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Installs dbt with both adapters into a virtual environment that is removed afterwards, and says where it is in `DBT`;
 * a `DBT` that is set already is used as it is. Where that cannot be done, the tests are skipped, and a line says so.
 */
export default function installDbt(): void {
  if (process.env.DBT) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'dbt-'));
  process.env.DBT_FOLDER = folder;
  const requirements = path.join(__dirname, 'requirements.txt');
  try {
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    const install = ['install', '--quiet', '--only-binary', ':all:', '--requirement', requirements];
    execFileSync(path.join(folder, 'bin', 'pip'), install, { stdio: 'pipe' });
    process.env.DBT = path.join(folder, 'bin', 'dbt');
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    process.stdout.write(`Skipped, because dbt cannot be installed with Python 3 and pip: ${reason}\n`);
  }
}
