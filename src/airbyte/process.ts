import type { Output } from './output';

/** The time for a process to finish the current line and write the last safe state after a signal. */
const graceMs = 2_500;

export interface Command {
  /** Resolves to the exit code. */
  readonly run: () => Promise<number>;
  /** Ends the command with an ERROR trace. */
  readonly fail: (error: unknown) => void;
  /** Ends the command soon: no new request. */
  readonly stop: () => void;
}

/**
 * Runs a command as this process until its end. It ends with the exit code of the command, with the signal that
 * stopped it, or with an ERROR trace and exit code 1. The trace is for an uncaught error, and for a process that has
 * nothing left to do.
 */
export function runAsProcess(output: Output, command: Command): void {
  const crash = (error: unknown): void => {
    command.fail(error);
    void output.flush().then(() => process.exit(1));
  };
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.removeAllListeners(event).on(event, crash);
  }
  process.once('beforeExit', () => crash(new Error('The command ended before its work was complete.')));

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

/** Ends with the signal itself, as a shell expects. Process 1 of a container ignores signals, so it exits. */
function dieBy(signal: 'SIGTERM' | 'SIGINT'): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  setTimeout(() => process.exit(signal === 'SIGTERM' ? 143 : 130), 100);
}
