import type { Output } from './output';

/** How long a signalled process may take to finish the current line and write the last safe state. */
const graceMs = 2_500;

export interface Command {
  /** Resolves to the exit code. */
  readonly run: () => Promise<number>;
  /** Ends the command with an ERROR trace. */
  readonly fail: (error: unknown) => void;
  /** Makes the command end soon: no new request. */
  readonly stop: () => void;
}

/**
 * Runs a command as this process, to its end: with its exit code; by the signal that stopped it; or with an ERROR
 * trace and exit 1 where something was thrown that nobody caught, or nothing is left that could end it.
 */
export function runAsProcess(output: Output, command: Command): void {
  const crash = (error: unknown): void => {
    command.fail(error);
    void output.flush().then(() => process.exit(1));
  };
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.removeAllListeners(event).on(event, crash);
  }
  process.once('beforeExit', () => crash(new Error('The command ended before its work did.')));

  let signalled = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (signalled) return;
      signalled = true;
      command.stop();
      const die = (): void => dieBy(signal);
      setTimeout(die, graceMs);
      void finished.then(die);
    });
  }
  const finished = command.run();
  void finished.then((exitCode) => {
    if (!signalled) process.exit(exitCode);
  });
}

/** By the signal itself, as a shell expects; process 1 of a container, which no signal ends, exits. */
function dieBy(signal: 'SIGTERM' | 'SIGINT'): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  setTimeout(() => process.exit(signal === 'SIGTERM' ? 143 : 130), 100);
}
