import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CatalogStream } from './catalog';

const executable = path.join(__dirname, '..', 'bin', 'source-devin');

/** A message of the Airbyte protocol, as far as the demo reads it. */
export interface Message {
  readonly type: string;
  readonly record?: { readonly stream: string; readonly data: Record<string, unknown> };
  readonly state?: { readonly stream: { readonly stream_descriptor: { readonly name: string } } };
  readonly trace?: Trace;
  readonly spec?: { readonly connectionSpecification: { readonly properties: object } };
  readonly connectionStatus?: { readonly status: string; readonly message: string };
  readonly catalog?: { readonly streams: readonly CatalogStream[] };
}

interface Trace {
  readonly emitted_at: number;
  readonly error?: { readonly message: string };
  readonly stream_status?: {
    readonly stream_descriptor: { readonly name: string };
    readonly status: string;
  };
}

export interface RunOptions {
  /** What time it is for the connector, RFC 3339. */
  readonly now: string;
  /** Ends the process, and with it the run. */
  readonly stop: AbortSignal;
}

/**
 * Runs `bin/source-devin` as a process of its own, to its end, and hands over each message as it comes. Rejects with
 * the connector's own words where it does not exit 0, and leaves no process behind.
 */
export async function runConnector(
  args: readonly string[],
  { now, stop }: RunOptions,
  take: (message: Message) => void,
): Promise<void> {
  const child = spawn(process.execPath, [executable, ...args], {
    env: { ...process.env, SOURCE_DEVIN_NOW: now },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = (): void => void child.kill('SIGTERM');
  stop.addEventListener('abort', kill);
  if (stop.aborted) kill();
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const errors: string[] = [];
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const message = JSON.parse(line) as Message;
      if (message.trace?.error) errors.push(message.trace.error.message);
      take(message);
    }
  } catch (error) {
    kill();
    throw error;
  } finally {
    await ended;
    stop.removeEventListener('abort', kill);
  }
  const [code, signal] = await ended;
  if (code === 0) return;
  const reason = errors.join(' ') || `it ended with ${signal ?? `exit code ${code ?? ''}`}`;
  throw new Error(`bin/source-devin ${args[0] ?? ''}: ${reason}`);
}
