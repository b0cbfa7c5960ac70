import VError from 'verror';

/** A problem that the user can fix: a stable code, and a message that says what to change. */
export function problem(code: string, message: string, cause?: Error): VError {
  return new VError({ cause, info: { code, failureType: 'config_error' } }, '%s', message);
}

/** What is wrong with a key that Devin answers with 401, and what to do. */
export const deadKey =
  'API key is unknown, expired or revoked: create a new one in Devin under Service users and put it in api_key';
