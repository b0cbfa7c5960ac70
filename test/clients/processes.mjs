// Processes of other programs: each ends with the test, however the test ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.join(import.meta.dirname, '..', '..');

/** Ends on Ctrl-C and SIGTERM; whatever runs with its signal ends too. */
export function stopOnSignals() {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());
  return stop.signal;
}

/** Runs a program to its end: exit code and everything it wrote. Rejects where it cannot start or is stopped. */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
  const [exitCode, signal] = await once(child, 'close');
  return { exitCode, signal, stdout, stderr, output: stdout + stderr };
}

/** What the program writes, where it exits 0; otherwise throws with all that it wrote. */
export async function outputOf(command, args, options) {
  const ended = await run(command, args, options);
  if (ended.exitCode === 0) return ended.stdout;
  throw new Error(
    `${command} ${args.join(' ')} failed (${ended.exitCode ?? ended.signal}):\n${ended.output}`,
  );
}

/** Starts a program that runs until `stop()`, which resolves when the program has ended. */
export function startProcess(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const closed = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const stop = async (signal = 'SIGTERM') => {
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await closed;
    clearTimeout(timer);
  };
  return { child, stop };
}

/** Starts the built emulator as a process of its own. */
export async function startEmulator(args) {
  const { child, stop } = startProcess(process.execPath, [path.join(root, 'dist/emulator.js'), ...args]);
  child.stderr.pipe(process.stderr);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Devin emulator: (.*)$/.exec(line)?.[1];
    if (url !== undefined) return { url, stop, ask: (what, body) => ask(url, what, body) };
  }
  throw new Error('The emulator did not start: build it with "npm run build".');
}

async function ask(url, what, body) {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${url}/_emulator/${what}`, sent);
  if (!answer.ok) throw new Error(`The emulator answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
