import VError from 'verror';
import { asFailure } from './airbyte/failure';
import { DevinError } from './devin/errors';

/**
 * Why the connection does not work, beginning with a code; undefined where the error is a bug of ours. What Devin or
 * something in its place answers is never that.
 */
export function checkFailure(error: unknown): string | undefined {
  const { message, failureType } = asFailure(error);
  const { code } = VError.info(error as Error) as { code?: string };
  if (isOfDevin(error) && code === undefined) {
    return `unreachable: ${message}; check that api_url is the address of Devin's API, and look for a newer version of the connector`;
  }
  return failureType === 'system_error' ? undefined : message;
}

function isOfDevin(error: unknown): boolean {
  return error instanceof DevinError || (error instanceof VError && isOfDevin(VError.cause(error)));
}
