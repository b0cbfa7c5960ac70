import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { watchPeak } from './peak-memory';

export const packageFolder = path.join(__dirname, '..');
export const executable = path.join(packageFolder, 'bin', 'source-devin');

export interface ProcessRun {
  readonly wallMs: number;
  /** Peak of the resident memory, in MB; 0 where it was not measured. */
  readonly peakMb: number;
  /** What was written to stdout. */
  readonly bytes: number;
}

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly measuresMemory?: boolean;
  /** The Node to run; the one of the benchmark where it is left out. */
  readonly node?: string;
  /** Gets stdout piece by piece; the reader of a pipe that is busy for as long as the promise lasts. */
  readonly take?: (chunk: Buffer) => Promise<void> | void;
}

/** Runs Node on a program to its end, with a pipe as stdout; rejects where it does not exit 0 or writes to stderr. */
export async function runProcess(args: readonly string[], options: ProcessOptions = {}): Promise<ProcessRun> {
  const env = { PATH: process.env.PATH, ...options.env };
  const startedMs = performance.now();
  const child = spawn(options.node ?? process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const peak = options.measuresMemory ? watchPeak(child.pid ?? 0) : undefined;
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  let bytes = 0;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    await options.take?.(chunk);
  }
  const [code, signal] = await ended;
  const wallMs = performance.now() - startedMs;
  if (code !== 0 || stderr !== '')
    throw new Error(`${args.join(' ')}: ${signal ?? `exit ${code}`} ${stderr}`);
  return { wallMs, peakMb: peak?.() ?? 0, bytes };
}
