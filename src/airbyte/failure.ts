import VError from 'verror';
import type { Failure, FailureType } from './messages';

/** The VError info of an error, from anywhere in its chain of causes. */
interface FailureInfo {
  readonly code?: string;
  readonly failureType?: FailureType;
}

/**
 * An error as a failure: its code, its message and who must act. An error without failure information is treated as a
 * bug (`system_error`), and gets its stack trace.
 */
export function asFailure(error: unknown, describe = (message: string): string => message): Failure {
  const cause = error instanceof Error ? error : new Error(String(error));
  const { code, failureType = 'system_error' } = VError.info(cause) as FailureInfo;
  const said = describe(cause.message);
  const failure = { message: code === undefined ? said : `${code}: ${said}`, failureType };
  if (failureType !== 'system_error') return failure;
  return { ...failure, internalMessage: cause.name, stackTrace: VError.fullStack(cause) };
}

/**
 * Loads the code that describes a failure. Otherwise it would load at the first failure, and a process without free
 * file handles cannot load anything.
 */
export function prepareForFailure(): void {
  asFailure(new VError({ info: { failureType: 'system_error' } }, 'Nothing has failed'));
}
