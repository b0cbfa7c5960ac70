import type { Outcome } from '../../../src/devin/error-facts';
import { outcomeOfStatus, statusLine } from '../../../src/devin/http/statuses';

const rejected = [400, 406, 409, 411, 412, 413, 414, 415, 416, 417, 418, 422, 423, 424, 426, 428, 431, 444];
const inBetween = [100, 199, 300, 301, 302, 303, 304, 305, 307, 308, 399, 405, 407, 421, 499, 600, 999];
const ofServers = [
  408, 425, 500, 501, 502, 503, 504, 505, 507, 511, 520, 521, 522, 523, 524, 525, 526, 527, 530,
];

/** Whether the answer is JSON or not. */
const everywhere: [Outcome, number[]][] = [
  ['server_error', ofServers.filter((status) => status !== 425)],
  ['rate_limited', [429]],
  ['not_devin', inBetween],
];

const ofJson: [Outcome, number[]][] = [
  ...everywhere,
  ['server_error', [425]],
  ['unauthorized', [401]],
  ['forbidden', [403]],
  ['not_found', [404, 410]],
  ['barred', [402, 451]],
  ['rejected', rejected],
];

const rowsOf = (table: [Outcome, number[]][]): [number, Outcome][] =>
  table.flatMap(([outcome, statuses]) => statuses.map((status): [number, Outcome] => [status, outcome]));

describe('the outcome of an answer in JSON', () => {
  it.each(rowsOf(ofJson))('%i: %s', (status, outcome) => expect(outcomeOfStatus(status, true)).toBe(outcome));
});

describe('the outcome of an answer that is not JSON', () => {
  it.each(rowsOf(everywhere))('%i: %s', (status, outcome) =>
    expect(outcomeOfStatus(status, false)).toBe(outcome),
  );

  it('of every 4xx except 408 and 429: not from Devin, so no former member and no missing permission', () => {
    for (let status = 400; status < 500; status += 1) {
      if (status === 408 || status === 429) continue;
      expect([status, outcomeOfStatus(status, false)]).toEqual([status, 'not_devin']);
    }
  });
});

it('a status without a name is shown as its number', () => {
  expect([statusLine(404), statusLine(520)]).toEqual(['404 Not Found', '520']);
});
