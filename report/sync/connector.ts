import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CatalogStream } from './catalog';

const executable = path.join(__dirname, '..', 'bin', 'source-devin');

/** A state of a stream, as the next sync gets it back. */
export interface StreamState {
  readonly type: 'STREAM';
  readonly stream: {
    readonly stream_descriptor: { readonly name: string };
    readonly stream_state: Readonly<Record<string, unknown>>;
  };
}

/** A message of the Airbyte protocol, as far as it is read here. */
export interface Message {
  readonly type: string;
  readonly record?: { readonly stream: string; readonly data: Record<string, unknown> };
  readonly state?: StreamState;
  readonly trace?: Trace;
  readonly connectionStatus?: { readonly status: string; readonly message: string };
  readonly catalog?: { readonly streams: readonly CatalogStream[] };
}

export interface Trace {
  readonly emitted_at: number;
  readonly error?: ErrorTrace;
  readonly stream_status?: {
    readonly stream_descriptor: { readonly name: string };
    readonly status: string;
  };
}

/** What failed, in the connector's own words: a stream, or without a descriptor the command. */
export interface ErrorTrace {
  readonly message: string;
  readonly stream_descriptor?: { readonly name: string };
}

export interface RunOptions {
  /** What time it is for the connector, RFC 3339, where Devin is emulated. */
  readonly now?: string | undefined;
  /** Ends the process, and with it the run. */
  readonly stop: AbortSignal;
}

/** How a run ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: readonly ErrorTrace[];
}

/**
 * Runs `bin/source-devin` as a process of its own, to its end, and hands over each message as it comes. The next
 * message waits until the last one is taken. Leaves no process behind.
 */
export async function runConnector(
  args: readonly string[],
  { now, stop }: RunOptions,
  take: (message: Message) => Promise<void> | void,
): Promise<Ended> {
  const child = spawn(process.execPath, [executable, ...args], {
    env: { ...process.env, ...(now !== undefined && { SOURCE_DEVIN_NOW: now }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = (): void => void child.kill('SIGTERM');
  stop.addEventListener('abort', kill);
  if (stop.aborted) kill();
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const errors: ErrorTrace[] = [];
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const message = JSON.parse(line) as Message;
      if (message.trace?.error) errors.push(message.trace.error);
      await take(message);
    }
  } catch (error) {
    kill();
    child.stdout.resume();
    throw error;
  } finally {
    await ended;
    stop.removeEventListener('abort', kill);
  }
  const [code, signal] = await ended;
  return { code, signal, errors };
}

/** Runs a command that has one answer, and gives it. Throws in the connector's own words where it fails. */
export async function askConnector(args: readonly string[], options: RunOptions): Promise<Message> {
  const answers: Message[] = [];
  const ended = await runConnector(args, options, (message) => {
    if (['CONNECTION_STATUS', 'CATALOG'].includes(message.type)) answers.push(message);
  });
  const [answer] = answers;
  if (ended.code !== 0 || answer === undefined) throw new Error(reasonOf(ended));
  return answer;
}

/** Why a run failed, in a sentence. */
export function reasonOf({ code, signal, errors }: Ended): string {
  const said = errors.map(({ message }) => message).join(' ');
  return said || `bin/source-devin ended with ${signal ?? `exit code ${code ?? ''}`}.`;
}
