import VError from 'verror';
import { DevinError } from './devin/errors';

/**
 * For a check: an answer that no code is for makes the connection unreachable, with what to change. It is never a bug of
 * the connector. Every other error stays as it is.
 */
export function asUnreachable(error: unknown): unknown {
  const { code } = VError.info(error as Error) as { code?: string };
  if (code !== undefined || !isOfDevin(error)) return error;
  return new VError(
    { info: { code: 'unreachable', failureType: 'config_error' } },
    '%s',
    `${(error as Error).message}; check that api_url is the address of Devin's API, and look for a newer version of this connector`,
  );
}

function isOfDevin(error: unknown): boolean {
  return error instanceof DevinError || (error instanceof VError && isOfDevin(VError.cause(error)));
}
