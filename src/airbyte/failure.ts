import VError from 'verror';
import type { Failure, FailureType } from './messages';

/** What an error's VError info says of it, wherever in its chain of causes. */
interface FailureInfo {
  readonly code?: string;
  readonly failureType?: FailureType;
}

/**
 * An error as a failure: its message behind its code, who must act, and, where that is we, the stack. An error that
 * says nothing of itself is a bug of ours: system_error.
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
 * Loads what a failure is described with, which is otherwise loaded when it is first needed: a process that has run out of
 * open files could load nothing then.
 */
export function prepareForFailure(): void {
  asFailure(new VError({ info: { failureType: 'system_error' } }, 'Nothing has failed'));
}
