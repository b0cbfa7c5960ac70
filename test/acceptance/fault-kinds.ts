import type { FaultKind } from '../../emulator/faults/fault-kinds';
import type { Run } from './run';

/** What passes when it is tried again. */
export const passing: [name: string, fault: FaultKind][] = [
  ['429 without Retry-After', { kind: 'status', status: 429 }],
  ['429 with Retry-After in seconds', { kind: 'status', status: 429, retryAfter: 0.05 }],
  ['429 with Retry-After as a date', { kind: 'status', status: 429, retryAfter: { httpDateInSeconds: 1 } }],
  ['429 with a date in the past', { kind: 'status', status: 429, retryAfter: { httpDateInSeconds: -60 } }],
  ['429 with a negative Retry-After', { kind: 'status', status: 429, retryAfter: -5 }],
  ['429 with words in Retry-After', { kind: 'status', status: 429, retryAfter: 'in a moment' }],
  ['429 with an absurd Retry-After', { kind: 'status', status: 429, retryAfter: 1e9 }],
  ['408', { kind: 'status', status: 408 }],
  ['500', { kind: 'status', status: 500 }],
  ['502 with HTML', { kind: 'status', status: 502, body: 'html' }],
  ['503 with nothing', { kind: 'status', status: 503, body: 'empty', retryAfter: 0.05 }],
  ['504 with HTML', { kind: 'status', status: 504, body: 'html' }],
  ['200 with HTML', { kind: 'html200' }],
  ['an answer cut off', { kind: 'cut-off' }],
  ['half of the JSON', { kind: 'truncated-json' }],
  ['a reset connection', { kind: 'reset' }],
];

/** How a stream reports a failure: without a code if the cause is a bug. */
export type Says = [code: string, failureType: string, what: RegExp];
const unreachable = (what: RegExp): Says => ['unreachable', 'transient_error', what];
const undocumented = (what: RegExp): Says => ['', 'system_error', what];

export type LastingFault = [name: string, fault: FaultKind, says: Says];

/** What does not pass; where it could, it is tried for as long as the client does. */
export const lasting: LastingFault[] = [
  ['429', { kind: 'status', status: 429, retryAfter: 0.05 }, ['rate_limited', 'transient_error', /429/]],
  [
    '500',
    { kind: 'status', status: 500, retryAfter: 0.05 },
    unreachable(/500 Internal Server Error .*tried \d+ times/),
  ],
  [
    '504 with HTML',
    { kind: 'status', status: 504, body: 'html', retryAfter: 0.05 },
    unreachable(/504 .*HTML/),
  ],
  ['400', { kind: 'status', status: 400 }, undocumented(/400 Bad Request/)],
  [
    '403',
    { kind: 'status', status: 403 },
    ['invalid_permissions', 'config_error', /403 Forbidden .*needs the permission (View|Manage|Read)/],
  ],
  ['other types', { kind: 'wrong-types' }, undocumented(/not as documented/)],
];

/** Those that last for a list of people. */
export const listFaults: LastingFault[] = [
  ...lasting,
  ['200 with HTML', { kind: 'html200' }, unreachable(/HTML/)],
  ['a reset connection', { kind: 'reset' }, unreachable(/could not be reached/)],
  ['missing items', { kind: 'missing-items' }, undocumented(/no list as/)],
  ['no user id', { kind: 'null-user-id' }, undocumented(/user_id/)],
  ['an endless cursor', { kind: 'endless-cursor' }, undocumented(/a page again/)],
  ['a cursor that moves nowhere', { kind: 'moving-endless-cursor' }, undocumented(/a page again/)],
];

/** Those that last for anything that a stream may read. */
export const everyLasting: LastingFault[] = [
  ...listFaults,
  ['401', { kind: 'status', status: 401 }, ['invalid_permissions', 'config_error', /401 Unauthorized/]],
  [
    'the key echoed in an error',
    { kind: 'status', status: 400, body: 'echo-key' },
    undocumented(/400 Bad Request/),
  ],
  [
    'a redirect to another host',
    { kind: 'redirect', to: 'https://devin.example.com/' },
    ['unreachable', 'config_error', /redirects to another host, devin\.example\.com/],
  ],
];

/** The stream failed, and says so in one line that begins with the code and its name. */
export function expectFailure(run: Run, stream: string, [code, failureType, what]: Says): void {
  const error = run.error(stream);
  expect(run.outcome(stream)).toBe('INCOMPLETE');
  expect(error).toMatchObject({ failure_type: failureType });
  expect(error?.message).toMatch(new RegExp(`^${code === '' ? '' : `${code}: `}${stream}: `));
  expect(error?.message).toMatch(what);
  expect(error?.message).not.toContain('\n');
}
