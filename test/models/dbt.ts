import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const models = path.join(__dirname, '..', '..', 'models');

export interface DbtRun {
  /** The connection, as in a `profiles.yml`. */
  readonly output: object;
  readonly vars: object;
  /** The rows of the seed `user_team`. */
  readonly userTeams: readonly (readonly [key: string, team: string])[];
}

/** Runs `dbt build`, tests included, on a copy of the package in the folder; rejects with its words where it fails. */
export async function buildModels(
  dbt: string,
  folder: string,
  { output, vars, userTeams }: DbtRun,
): Promise<string> {
  const project = path.join(folder, 'models');
  cpSync(models, project, { recursive: true });
  writeFileSync(
    path.join(project, 'seeds', 'user_team.csv'),
    ['user_key,team', ...userTeams.map((row) => row.join(',')), ''].join('\n'),
  );
  const profile = { source_devin: { target: 'test', outputs: { test: output } } };
  writeFileSync(path.join(project, 'profiles.yml'), JSON.stringify(profile));
  return runDbt(dbt, project, ['build', '--vars', JSON.stringify(vars)]);
}

async function runDbt(dbt: string, project: string, args: readonly string[]): Promise<string> {
  const child = spawn(dbt, ['--no-use-colors', '--no-version-check', '--quiet', ...args], {
    cwd: project,
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DO_NOT_TRACK: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`dbt ${args[0] ?? ''} ended with exit code ${code ?? 'none'}:\n${text}`);
  return text;
}
