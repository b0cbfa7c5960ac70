import { VError } from 'verror';
import type { Outcome } from '../../src/devin/error-facts';
import { DevinError, malformedAnswer } from '../../src/devin/errors';

const request = { method: 'GET', path: '/v3/self', host: 'api.devin.ai' } as const;

describe('failure type by outcome', () => {
  const rows: [Outcome, string | undefined, string, boolean][] = [
    ['unauthorized', 'invalid_credentials', 'config_error', false],
    ['forbidden', 'invalid_permissions', 'config_error', false],
    ['not_found', 'invalid_permissions', 'config_error', false],
    ['barred', 'invalid_permissions', 'config_error', false],
    ['rejected', undefined, 'system_error', false],
    ['too_large', undefined, 'system_error', false],
    ['rate_limited', 'rate_limited', 'transient_error', true],
    ['server_error', 'unreachable', 'transient_error', true],
    ['network', 'unreachable', 'transient_error', true],
    ['timeout', 'unreachable', 'transient_error', true],
    ['not_devin', 'unreachable', 'transient_error', true],
    ['malformed', undefined, 'system_error', false],
    ['stopped', undefined, 'transient_error', false],
  ];
  it.each(rows)('%s: code %s, %s, temporary %s', (outcome, code, failureType, isPassing) => {
    const error = new DevinError({ outcome, request });
    expect(error).toMatchObject({ name: 'DevinError', outcome, code, failureType, isPassing });
  });
});

it('a redirect to another host is for the user to fix, and is not temporary', () => {
  const error = new DevinError({ outcome: 'not_devin', failureType: 'config_error', request });
  expect(error).toMatchObject({ code: 'unreachable', failureType: 'config_error', isPassing: false });
});

describe('the message', () => {
  const answered = '403 Forbidden';
  it.each<[string, DevinError, string]>([
    [
      'an answer with its detail',
      new DevinError({ outcome: 'forbidden', request, answered, detail: 'no permission' }),
      'Devin answered 403 Forbidden to GET /v3/self: no permission',
    ],
    [
      'a server error names the host and the attempts',
      new DevinError({ outcome: 'server_error', request, answered: '503 Service Unavailable' }).afterAttempts(
        6,
        true,
      ),
      'Devin at api.devin.ai answered 503 Service Unavailable to GET /v3/self, tried 6 times',
    ],
    [
      'a network error names the host and the cause',
      new DevinError({ outcome: 'network', request, cause: new Error('connect ECONNREFUSED') }),
      'Devin at api.devin.ai could not be reached for GET /v3/self: connect ECONNREFUSED',
    ],
    [
      'a percent sign is no placeholder',
      new DevinError({ outcome: 'rejected', request, answered: '400 Bad Request', detail: '100%s' }),
      'Devin answered 400 Bad Request to GET /v3/self: 100%s',
    ],
    [
      'a request that was not sent',
      new DevinError({ outcome: 'rate_limited', request, detail: 'a longer wait' }),
      'GET /v3/self was not sent: a longer wait',
    ],
    [
      'an answer read without its request',
      malformedAnswer('no text in "user_id"'),
      `Devin's answer is not as documented: it has no text in "user_id"`,
    ],
    [
      'an answer read with its request',
      malformedAnswer('no text in "user_id"', request),
      `Devin's answer to GET /v3/self is not as documented: it has no text in "user_id"`,
    ],
  ])('%s', (_name, error, message) => expect(error.message).toBe(message));
});

it('an error keeps only properties that a log may show', () => {
  const error = new DevinError({
    outcome: 'forbidden',
    request,
    status: 403,
    requestId: 'req-1',
    retryAfter: '7',
  });
  expect(VError.info(error)).toEqual({
    outcome: 'forbidden',
    code: 'invalid_permissions',
    failureType: 'config_error',
    status: 403,
    method: 'GET',
    path: '/v3/self',
    requestId: 'req-1',
  });
});
