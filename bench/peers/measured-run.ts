import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { peersFolder } from './environment';

export interface Outcome {
  readonly exitCode: number;
  readonly seconds: number;
  /** Of all its processes and threads. */
  readonly cpuSeconds: number;
}

export interface Files {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, below a small parent that measures it; whatever its exit code. */
export async function measuredRun(
  python: string,
  command: readonly string[],
  { stdout, stderr }: Files,
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const figures = `${stdout}.figures`;
  const args = [path.join(peersFolder, 'measure.py'), figures, stdout, stderr, ...command];
  await promisify(execFile)(python, args, { env: { PATH: process.env.PATH, ...env } });
  return JSON.parse(readFileSync(figures, 'utf8')) as Outcome;
}
