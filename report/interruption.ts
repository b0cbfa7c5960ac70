/** Aborts at Ctrl-C or when the process is asked to end. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit code of a command that fails: 130 or 143 if it was interrupted, otherwise 1. */
  readonly exitCode: number;
}

/** Watches for an interruption of the whole command. */
export function watchForInterruption(): Interruption {
  const stopped = new AbortController();
  const interruption = { signal: stopped.signal, exitCode: 1 };
  const stopWith = (code: number) => () => {
    interruption.exitCode = code;
    stopped.abort();
  };
  process.on('SIGINT', stopWith(130)).on('SIGTERM', stopWith(143));
  return interruption;
}
