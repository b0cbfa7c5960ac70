import nock from 'nock';
import { VError } from 'verror';
import type { Query } from '../../src/devin/http/query';
import { apiKey, apiUrl, failureOf, recordRequests, watchedClient } from './transcript';
import { reachOnlyNock } from '../nock-only';

const path = '/v3/enterprise/members/users';
const html = '<!DOCTYPE html><html><body>Sign in</body></html>';

reachOnlyNock();

describe('a request', () => {
  it('carries the key, names the connector, and accepts JSON', async () => {
    const headers: Record<string, unknown> = {};
    nock(apiUrl)
      .get(path)
      .reply(function () {
        Object.assign(headers, this.req.headers);
        return [200, { items: [] }];
      });
    const { client } = watchedClient();
    expect(await client.get(path)).toEqual({ items: [] });
    expect(headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'user-agent': 'source-devin/0.0.0',
      accept: 'application/json',
    });
    expect(client.requestCount).toBe(1);
  });

  it.each<[string, Query, string]>([
    ['numbers and booleans', { first: 1, include_inactive: true }, '?first=1&include_inactive=true'],
    ['a list repeats its key', { org_ids: ['org-a', 'org-b'] }, '?org_ids=org-a&org_ids=org-b'],
    ['undefined is left out', { after: undefined, first: 2 }, '?first=2'],
    ['no parameter left', { after: undefined }, ''],
    [
      'values are encoded',
      { user_ids: ['okta|a&b=c', 'ä +'] },
      '?user_ids=okta%7Ca%26b%3Dc&user_ids=%C3%A4%20%2B',
    ],
  ])('query: %s', async (_name, query, expected) => {
    const requests = recordRequests(nock(apiUrl).get(path).query(true).reply(200, {}));
    await watchedClient().client.get(path, query);
    expect(requests).toEqual([`GET ${path}${expected}`]);
  });

  it('keeps an encoded path as it is', async () => {
    const requests = recordRequests(nock(apiUrl).get(/.*/).reply(200, {}));
    await watchedClient().client.get('/v3/users/okta%7Ca%2Fb');
    expect(requests).toEqual(['GET /v3/users/okta%7Ca%2Fb']);
  });

  it.each(['', 'cog_a b', 'cog_…', 'cog_a\nb'])('is not sent with the invalid key %j', async (key) => {
    const { client } = watchedClient({ apiKey: key });
    expect(await failureOf(client.get(path))).toMatchObject({ outcome: 'unauthorized', status: undefined });
    expect(client.requestCount).toBe(0);
  });
});

describe('a lasting error is not retried', () => {
  it.each<[string, number, string | object, string, string]>([
    [
      'problem+json',
      403,
      { title: 'Forbidden', status: 403, detail: 'needs ViewAccountMembership' },
      'forbidden',
      '403 Forbidden to GET /v3/enterprise/members/users: needs ViewAccountMembership',
    ],
    [
      'a title without detail',
      401,
      { title: 'Unauthorized', detail: null },
      'unauthorized',
      '401 Unauthorized to GET /v3/enterprise/members/users: Unauthorized',
    ],
    ['the older style', 404, { detail: 'Not Found' }, 'not_found', ': Not Found'],
    [
      'a list of field errors',
      422,
      {
        detail: [
          { loc: ['query', 'first'], msg: 'too large', type: 'x' },
          { loc: ['query', 0], msg: 'bad' },
        ],
      },
      'rejected',
      ': query.first: too large; query.0: bad',
    ],
    [
      'field errors of problem+json',
      422,
      { title: 'Invalid', errors: [{ loc: ['query'], msg: 'bad' }] },
      'rejected',
      ': Invalid: query: bad',
    ],
    ['control characters', 400, { detail: 'no such\r\n\u0007cursor' }, 'rejected', ': no such cursor'],
    ['nothing to quote', 409, {}, 'rejected', '409 Conflict to GET /v3/enterprise/members/users'],
    ['another message', 422, { message: 'no' }, 'rejected', ': no'],
    [
      'a deleted user',
      410,
      { detail: 'gone' },
      'not_found',
      '410 Gone to GET /v3/enterprise/members/users: gone',
    ],
    [
      'a plan that does not include it',
      402,
      { detail: 'upgrade' },
      'barred',
      '; it does not serve this account, so ask the person who manages your contract with Devin: upgrade',
    ],
  ])('%s', async (_name, status, body, outcome, ending) => {
    nock(apiUrl).get(path).reply(status, body, { 'x-request-id': 'req-7' });
    const { client } = watchedClient();
    const error = await failureOf(client.get(path));
    expect(error).toMatchObject({ outcome, status });
    expect(error.message.endsWith(ending)).toBe(true);
    expect(VError.info(error)).toMatchObject({ status, method: 'GET', path, requestId: 'req-7' });
    expect(client.requestCount).toBe(1);
  });

  it('is quoted with at most 200 characters', async () => {
    nock(apiUrl)
      .get(path)
      .reply(400, { detail: 'é'.repeat(500) });
    const { message } = await failureOf(watchedClient().client.get(path));
    expect(message).toBe(`Devin answered 400 Bad Request to GET ${path}: ${'é'.repeat(199)}…`);
  });
});

describe('the key stays out of errors and logs when Devin repeats it', () => {
  const base64 = Buffer.from(apiKey).toString('base64');
  it.each([
    ['whole', apiKey],
    ['URL-encoded', encodeURIComponent(apiKey)],
    ['as base64', base64],
    ['where the quote is cut', `${'x'.repeat(190)}${apiKey}`],
  ])('%s', async (_name, echo) => {
    nock(apiUrl)
      .get(path)
      .times(9)
      .reply(500, { detail: `bad key ${echo}` }, { 'x-request-id': echo });
    const { client, log } = watchedClient();
    const error = await failureOf(client.get(path));
    const everything = JSON.stringify([error.message, VError.info(error), log]);
    expect(log).toHaveLength(8);
    for (const form of ['cog_', encodeURIComponent(apiKey), base64.slice(0, 12)])
      expect(everything).not.toContain(form);
  });
});

describe('a temporary error is retried', () => {
  it.each<[string, number, string | object]>([
    ['408', 408, {}],
    ['500', 500, { detail: 'oops' }],
    ['503', 503, {}],
    ['504 with an HTML page', 504, html],
    ['200 with an HTML page', 200, html],
    ['200 that is truncated', 200, '{"items": [{"user_id": "em'],
    ['200 without a body', 200, ''],
  ])('%s: until an answer comes', async (_name, status, body) => {
    nock(apiUrl).get(path).times(2).reply(status, body).get(path).reply(200, { items: [] });
    const { client, time, log } = watchedClient();
    const startMs = time.now();
    expect(await client.get(path)).toEqual({ items: [] });
    expect(time.now() - startMs).toBe(500 + 1_000);
    expect(log.map((line) => line.replace(/^.*; /, ''))).toEqual([
      'the next attempt is in 0.5 s',
      'the next attempt is in 1.0 s',
    ]);
  });

  it.each<[string, number, number, number]>([
    ['two minutes for 500', 500, 9, 123_500],
    ['two minutes for 504', 504, 9, 123_500],
    ['a quarter of an hour for 503', 503, 22, 903_500],
  ])(
    'for at least %s, and the last error gives the number of attempts',
    async (_name, status, attempts, tookMs) => {
      nock(apiUrl).persist().get(path).reply(status, { detail: 'busy' });
      const { client, time } = watchedClient();
      const startMs = time.now();
      const error = await failureOf(client.get(path));
      expect(error.message).toMatch(
        new RegExp(
          `^Devin at api.devin.test answered ${status} .* to GET ${path}, tried ${attempts} times: busy$`,
        ),
      );
      expect(error.usedUpItsTime).toBe(true);
      expect(time.now() - startMs).toBe(tookMs);
      expect(client.requestCount).toBe(attempts);
    },
  );

  it('says to look at api_url where a web page comes with 200', async () => {
    nock(apiUrl).get(path).reply(200, html);
    const error = await failureOf(watchedClient().client.get(path, {}, { maxAttempts: 1 }));
    expect(error).toMatchObject({ outcome: 'not_devin', failureType: 'transient_error', status: 200 });
    expect(error.message).toContain('api.devin.test did not answer');
    expect(error.message).toContain('200 OK with an HTML page; check that api_url');
    expect(error.message).not.toContain('Sign in');
  });

  it('only once where one attempt is allowed', async () => {
    nock(apiUrl).get(path).times(2).reply(429, {});
    const { client } = watchedClient();
    await failureOf(client.get(path, {}, { maxAttempts: 1 }));
    expect(client.requestCount).toBe(1);
  });

  it('not when the wait would exceed the total time', async () => {
    nock(apiUrl).get(path).times(9).reply(500, {});
    const { client, time } = watchedClient();
    const startMs = time.now();
    await failureOf(client.get(path, {}, { totalMs: 3_000 }));
    expect(client.requestCount).toBe(3);
    expect(time.now() - startMs).toBe(1_500);
  });
});

describe('429', () => {
  it('waits as long as Devin asks, and logs the end of the wait', async () => {
    nock(apiUrl).get(path).reply(429, {}, { 'Retry-After': '30' }).get(path).reply(200, 'true');
    const { client, time, waits, log } = watchedClient();
    const startMs = time.now();
    expect(await client.get(path)).toBe(true);
    expect(time.now() - startMs).toBe(30_000);
    expect(waits).toEqual([startMs + 30_000]);
    expect(log).toEqual([
      `INFO Devin answered 429 Too Many Requests to GET ${path}; the next attempt is in 30.0 s`,
    ]);
  });

  it('waits until the date that Devin names', async () => {
    const { client, time } = watchedClient();
    const date = new Date(Math.ceil(time.now() / 1000) * 1000 + 45_000);
    nock(apiUrl).get(path).reply(429, {}, { 'Retry-After': date.toUTCString() }).get(path).reply(200, {});
    await client.get(path);
    expect(time.now()).toBe(date.getTime());
  });

  it('counts a date from the time of its answer, whatever our clock says', async () => {
    const { client, time } = watchedClient();
    const startMs = time.now();
    const date = (ms: number) => new Date(startMs + 600_000 + ms).toUTCString();
    const headers = { Date: date(0), 'Retry-After': date(2_000) };
    nock(apiUrl).get(path).reply(429, {}, headers).get(path).reply(200, {});
    await client.get(path);
    expect(time.now() - startMs).toBe(2_000);
  });

  it('is retried for a quarter of an hour, other errors for two minutes', async () => {
    nock(apiUrl).get(path).times(8).reply(500, {});
    nock(apiUrl).persist().get(path).reply(429, {});
    const { client, time } = watchedClient();
    const startMs = time.now();
    const error = await failureOf(client.get(path));
    expect(error).toMatchObject({ outcome: 'rate_limited', status: 429, usedUpItsTime: true });
    expect(time.now() - startMs).toBeGreaterThanOrEqual(900_000);
    expect(time.now() - startMs).toBeLessThan(960_000);
  });

  it('delays all calls', async () => {
    nock(apiUrl).get('/first').reply(429, {}, { 'Retry-After': '20' }).get('/first').reply(200, {});
    nock(apiUrl).get('/second').reply(200, {});
    const { client, time } = watchedClient({ workers: 1 });
    const startMs = time.now();
    const endMs: number[] = [];
    const ended = () => endMs.push(time.now() - startMs);
    await Promise.all([client.get('/first').then(ended), client.get('/second').then(ended)]);
    expect(endMs).toEqual([20_000, 20_000]);
  });

  it('ends calls at once that may not wait that long, even if they were never sent', async () => {
    nock(apiUrl).get('/first').reply(429, {}, { 'Retry-After': '200' });
    const { client, time } = watchedClient({ workers: 1 });
    const startMs = time.now();
    const call = (url: string) => failureOf(client.get(url, {}, { totalMs: 30_000 }));
    expect(await call('/first')).toMatchObject({ outcome: 'rate_limited', usedUpItsTime: false });
    const second = await call('/second');
    expect(second).toMatchObject({ outcome: 'rate_limited', usedUpItsTime: false });
    expect(second.message).toMatch(/^GET \/second was not sent: Devin answered 429 to others/);
    expect(time.now()).toBe(startMs);
    expect(client.requestCount).toBe(1);
  });
});

describe('redirects', () => {
  it('are followed on the same origin, with the key', async () => {
    nock(apiUrl)
      .get(path)
      .reply(307, '', { Location: `${path}/` });
    nock(apiUrl, { reqheaders: { authorization: `Bearer ${apiKey}` } })
      .get(`${path}/`)
      .reply(200, { items: [] });
    expect(await watchedClient().client.get(path)).toEqual({ items: [] });
  });

  it.each([
    ['another host', 'https://app.devin.test/login'],
    ['another port', 'https://api.devin.test:8443/'],
    ['plain HTTP', 'http://api.devin.test/'],
  ])('to %s are not followed: the user must change api_url', async (_name, location) => {
    const elsewhere = nock(new URL(location).origin).get(/.*/).reply(200, {});
    nock(apiUrl).get(path).reply(302, '', { Location: location });
    const { client } = watchedClient();
    const error = await failureOf(client.get(path));
    expect(error).toMatchObject({ outcome: 'not_devin', code: 'unreachable', failureType: 'config_error' });
    expect(error.message).toContain(`set api_url to ${new URL(location).origin}`);
    expect(client.requestCount).toBe(1);
    expect(elsewhere.isDone()).toBe(false);
  });

  it('in a circle end', async () => {
    nock(apiUrl).get(path).times(9).reply(301, '', { Location: path });
    const { client } = watchedClient();
    expect((await failureOf(client.get(path))).message).toContain('redirects more than 3 times');
    expect(client.requestCount).toBe(4);
  });
});

describe('a stop', () => {
  it('prevents new requests', async () => {
    const stop = new AbortController();
    stop.abort();
    const { client } = watchedClient({ signal: stop.signal });
    expect(await failureOf(client.get(path))).toMatchObject({ outcome: 'stopped' });
    expect(client.requestCount).toBe(0);
  });

  it('ends requests in flight and those that wait for them', async () => {
    const stop = new AbortController();
    nock(apiUrl)
      .get(path)
      .reply(() => {
        setImmediate(() => stop.abort());
        return new Promise<never>(() => undefined);
      });
    const { client } = watchedClient({ signal: stop.signal, workers: 1 });
    const errors = await Promise.all([failureOf(client.get(path)), failureOf(client.get('/waiting'))]);
    expect(errors.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped']);
    expect(client.requestCount).toBe(1);
  });

  it.each([500, 429])('ends the wait after a %i', async (status) => {
    const stop = new AbortController();
    nock(apiUrl).get(path).reply(status, {}, { 'Retry-After': '60' });
    const { client, time } = watchedClient({
      signal: stop.signal,
      log: () => setImmediate(() => stop.abort()),
    });
    const startMs = time.now();
    expect(await failureOf(client.get(path))).toMatchObject({ outcome: 'stopped' });
    expect(time.now()).toBe(startMs);
  });
});

/** Answers every request of the path in the next turn; returns the highest number of requests in flight. */
function countUnderWay(statusOf: (number: number) => number): (fromNumber: number) => number {
  const atStart: number[] = [];
  let underWay = 0;
  nock(apiUrl)
    .persist()
    .get(path)
    .reply(async () => {
      underWay += 1;
      atStart.push(underWay);
      const status = statusOf(atStart.length);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return [status, {}];
    });
  return (fromNumber) => Math.max(...atStart.slice(fromNumber));
}

it('keeps at most one request in flight for each worker', async () => {
  const mostUnderWay = countUnderWay(() => 200);
  const { client } = watchedClient({ workers: 6 });
  await Promise.all(Array.from({ length: 200 }, () => client.get(path)));
  expect(mostUnderWay(0)).toBe(6);
});

it('keeps half as many requests in flight after a 503', async () => {
  const mostUnderWay = countUnderWay((number) => (number <= 8 ? 503 : 200));
  const { client } = watchedClient({ workers: 16 });
  await Promise.all(Array.from({ length: 11 }, () => client.get(path)));
  expect(mostUnderWay(0)).toBe(11);
  expect(mostUnderWay(11)).toBeLessThanOrEqual(8);
});

it('leaves no timer that keeps the process running', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  nock(apiUrl).get(path).times(2).reply(200, {});
  const { client } = watchedClient();
  await client.get(path);
  const before = timers();
  await client.get(path);
  expect(timers()).toBe(before);
});
