import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder } from '../process-run';

export const peersFolder = path.join(packageFolder, 'bench', 'peers');

/** Why the peers cannot run here. */
export interface Missing {
  readonly missing: string;
}

/** Where Python with the peers in it is, or why there is none. */
export function installPeers(folder: string): { readonly python: string } | Missing {
  const program = path.join(packageFolder, 'scripts', 'python.mjs');
  const args = [program, folder, '--requirement', path.join(peersFolder, 'requirements.txt')];
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const answer = execFileSync(process.execPath, args, { encoding: 'utf8', stdio });
  return JSON.parse(answer) as { readonly python: string } | Missing;
}

/** The name of a required package with its version. */
export function withVersion(name: string): string {
  const required = readFileSync(path.join(peersFolder, 'requirements.txt'), 'utf8').split('\n');
  const line = required.find((each) => each.startsWith(`${name}==`)) ?? name;
  return line.replace('==', ' ');
}
