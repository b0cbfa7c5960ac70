import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { watchForInterruption } from './interruption';
import { makeReport } from './make';
import { help, readOptions } from './options';
import { readStreams } from './read-streams';
import { say, wrapped } from './text';

/** Exit 0: the page is made from all that it could use. */
async function main(stop: AbortSignal): Promise<number> {
  if (process.argv.length === 2) throw new Error(help);
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(help);
    return 0;
  }
  const isWhole = options.config === undefined || (await readStreams(options, options.config, stop));
  await makeReport(options);
  say(options.out);
  if (options.open) await openPage(options.out);
  return isWhole ? 0 : 1;
}

/** Opens a file with the program that the desktop has for it. */
async function openPage(file: string): Promise<void> {
  const openers: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [program = '', ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, path.resolve(file)], { stdio: 'ignore', detached: true });
  try {
    await once(child, 'spawn');
    child.unref();
  } catch {
    say(wrapped(`There is no program "${program}" to open it: open ${file} in a browser.`, ''));
  }
}

const interruption = watchForInterruption();

main(interruption.signal)
  .then((code) => (process.exitCode = code))
  .catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const interrupted = 'Interrupted. What was read is kept: run the same command again to go on.';
    process.stderr.write(`${interruption.signal.aborted ? interrupted : reason.trimEnd()}\n`);
    process.exitCode = interruption.exitCode;
  });
