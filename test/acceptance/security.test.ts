import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import type { Emulator } from '../../emulator/emulator';
import { check, configOf, discover, read, withEmulator } from './harness';
import { comparable, ordered, expectedConsumption, expectedMembers } from './owed';
import { proxiedHost, withProxiedDevin, type ProxiedDevin } from './proxied-devin';
import type { Run } from './run';

describe('a proxy from the environment', () => {
  const api = { api_url: `https://${proxiedHost}` };
  /** Devin is not on this machine here, so the connector lives by the real clock. */
  const now = new Date().toISOString();

  const withProxy = (use: (devin: ProxiedDevin, emulator: Emulator) => Promise<void>): Promise<void> =>
    withEmulator({ now }, (emulator) => withProxiedDevin(emulator.url, (devin) => use(devin, emulator)));

  const checked = async (
    emulator: Emulator,
    devin: ProxiedDevin,
    env: Readonly<Record<string, string>>,
  ): Promise<Run> => {
    const trust = { NODE_EXTRA_CA_CERTS: devin.certificateFile };
    const run = await check(configOf(emulator, 'enterprise', api), { ...trust, ...env });
    expect(run.stdout).not.toContain(devin.proxyPassword);
    expect(run.stdout).not.toContain(encodeURIComponent(devin.proxyPassword));
    return run;
  };

  it.concurrent.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'])('%s: is used, and sees no key', (name) =>
    withProxy(async (devin, emulator) => {
      const run = await checked(emulator, devin, { [name]: devin.proxyUrl });
      expect(run.connectionStatus.status).toBe('SUCCEEDED');
      expect(devin.received).toBeGreaterThan(5);
      const authorization = `Basic ${Buffer.from(`name:${devin.proxyPassword}`).toString('base64')}`;
      for (const { request, headers } of devin.proxied) {
        expect(request).toBe(`CONNECT ${proxiedHost}:443`);
        expect(headers['proxy-authorization']).toBe(authorization);
        expect(headers.authorization).toBeUndefined();
      }
    }),
  );

  it.concurrent('is also used by read', () =>
    withProxy(async (devin, emulator) => {
      const env = { HTTPS_PROXY: devin.proxyUrl, NODE_EXTRA_CA_CERTS: devin.certificateFile };
      const run = await read({ emulator, config: api, streams: ['members'], env });
      expect(run.exitCode).toBe(0);
      expect(ordered(comparable(run.records('members')))).toEqual(
        ordered(expectedMembers(emulator, 'enterprise')),
      );
    }),
  );

  it.concurrent.each<[string, (proxy: string) => Record<string, string>]>([
    ['NO_PROXY names the host', (proxy) => ({ HTTPS_PROXY: proxy, NO_PROXY: proxiedHost })],
    ['NO_PROXY names its domain', (proxy) => ({ HTTPS_PROXY: proxy, no_proxy: 'example.com,.invalid' })],
    ['it is for plain HTTP only', (proxy) => ({ HTTP_PROXY: proxy })],
  ])('is not used where %s', (_, env) =>
    withProxy(async (devin, emulator) => {
      const run = await checked(emulator, devin, env(devin.proxyUrl));
      expect(run.connectionStatus.message).toMatch(
        /^unreachable: Devin at devin\.invalid could not be reached/,
      );
      expect(devin.proxied).toEqual([]);
    }),
  );

  it.concurrent('is not used for loopback addresses', () =>
    withProxy(async (devin, emulator) => {
      const { proxyUrl } = devin;
      const env = { HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl, ALL_PROXY: proxyUrl };
      const run = await check(configOf(emulator, 'enterprise'), env);
      expect(run.connectionStatus.status).toBe('SUCCEEDED');
      expect(devin.proxied).toEqual([]);
    }),
  );

  it.concurrent.each([
    [407, 'Proxy Authentication Required'],
    [403, 'Forbidden'],
    [502, 'Bad Gateway'],
  ])(
    'that refuses with %i is named in the error, gets no key, and its password stays out of the output',
    (status, words) =>
      withProxy(async (devin, emulator) => {
        devin.refusal = status;
        const run = await checked(emulator, devin, { HTTPS_PROXY: devin.proxyUrl });
        expect(run.connectionStatus.message).toMatch(
          /^unreachable: The proxy in HTTPS_PROXY did not connect to devin\.invalid /,
        );
        expect(run.connectionStatus.message).toContain(`${status} ${words}`);
        expect(devin.received).toBe(0);
      }),
  );

  it.concurrent('without a scheme is used over plain HTTP', () =>
    withProxy(async (devin, emulator) => {
      const run = await checked(emulator, devin, { HTTPS_PROXY: devin.proxyUrl.slice('http://'.length) });
      expect(run.connectionStatus.status).toBe('SUCCEEDED');
    }),
  );

  it.concurrent('keeps its tunnels open: one for each worker', () =>
    withProxy(async (devin, emulator) => {
      const run = await checked(emulator, devin, { HTTPS_PROXY: devin.proxyUrl });
      expect(run.connectionStatus.status).toBe('SUCCEEDED');
      expect(devin.received).toBeGreaterThan(8);
      expect(devin.proxied.length).toBeLessThanOrEqual(8);
    }),
  );

  const host = '127.0.0.1:1';
  it.concurrent.each<[string, string, string]>([
    ['HTTPS_PROXY', `socks5://name:s3cret@${host}`, 'a kind of proxy that this connector cannot use'],
    ['https_proxy', `ftp://name:s3cret@${host}`, 'a kind of proxy that this connector cannot use'],
    ['HTTPS_PROXY', 'http://name:s3c ret@', 'not the address of a proxy'],
    ['ALL_PROXY', 'http://127.0.0.1:s3cret', 'not the address of a proxy'],
    ['all_proxy', 's3cret:port', 'not the address of a proxy'],
  ])('%s=%s: the message names the variable and quotes nothing of its value', (variable, value, says) =>
    withProxy(async (devin, emulator) => {
      const run = await checked(emulator, devin, { [variable]: value });
      expect(run.exitCode).toBe(0);
      expect(run.connectionStatus.message).toMatch(
        new RegExp(
          `^unreachable: The proxy in ${variable} did not connect to devin\\.invalid .*${says}; set ${variable}`,
        ),
      );
      for (const part of value.match(/\w{4,}/g) ?? [])
        if (part !== 'http' && part !== 'port' && part !== 'name') expect(run.stdout).not.toContain(part);
      expect(run.stdout).not.toContain(host);
      expect(devin.proxied).toEqual([]);
    }),
  );

  it.concurrent('a server with an expired certificate is tried once, and the message says so', () =>
    withEmulator({ now }, (emulator) =>
      withProxiedDevin(
        emulator.url,
        async (devin) => {
          const run = await checked(emulator, devin, { HTTPS_PROXY: devin.proxyUrl });
          expect(run.connectionStatus.message).toMatch(/^unreachable: .*its certificate has expired/);
          expect([devin.proxied.length, devin.received]).toEqual([1, 0]);
        },
        -60_000,
      ),
    ),
  );

  it.concurrent('that cannot be reached fails the check, and the message has no password', () =>
    withProxy(async (devin, emulator) => {
      const nowhere = devin.proxyUrl.replace(/\d+$/, '1');
      const run = await checked(emulator, devin, { HTTPS_PROXY: nowhere });
      expect(run.connectionStatus.message).toMatch(
        /^unreachable: The proxy in HTTPS_PROXY did not connect to devin\.invalid .*the connection was refused/,
      );
    }),
  );

  it.concurrent('a server with an untrusted certificate gets no key', () =>
    withProxy(async (devin, emulator) => {
      const run = await checked(emulator, devin, {
        HTTPS_PROXY: devin.proxyUrl,
        NODE_EXTRA_CA_CERTS: '',
      });
      expect(run.connectionStatus.message).toMatch(
        /^unreachable: Devin at devin\.invalid .*certificate is self-signed.* NODE_EXTRA_CA_CERTS/,
      );
      expect(devin.proxied).toHaveLength(1);
      expect(devin.received).toBe(0);
    }),
  );

  it.concurrent('a server with a certificate for another host gets no key', () =>
    withProxy(async (devin, emulator) => {
      const config = { api_url: `https://other.${proxiedHost}` };
      const env = { HTTPS_PROXY: devin.proxyUrl, NODE_EXTRA_CA_CERTS: devin.certificateFile };
      const run = await check(configOf(emulator, 'enterprise', config), env);
      expect(run.connectionStatus.message).toMatch(
        /^unreachable: .*its certificate is for another host name/,
      );
      expect(devin.received).toBe(0);
    }),
  );
});

describe('ids that could change the path of a request', () => {
  /** But for the request with which a sync begins. */
  const paths = ({ requests: [, ...requests] }: Emulator): string[] =>
    requests.map(({ url }) => url.replace(/\?.*$/, ''));

  it.concurrent('are encoded: each user has their own path, and all requests are GET', () =>
    withEmulator(
      {
        customize: (people) => {
          const odd = ['../../../v3/self', '..%2F..%2Fself', '%2e%2e/x', 'a?first=1&b#c', '\\..\\x', '...'];
          for (const [index, id] of odd.entries()) Object.assign(people[index] ?? {}, { id });
        },
      },
      async (emulator) => {
        const streams = ['members', 'daily_user_consumption', 'daily_user_pr_metrics'];
        const run = await read({ emulator, streams, config: { start_date: '2026-11-15' } });
        expect(run.exitCode).toBe(0);
        expect(ordered(run.records('daily_user_consumption'))).toEqual(
          ordered(expectedConsumption(emulator, 'enterprise', { from: '2026-11-15', lookbackDays: 7 })),
        );
        const place =
          /^\/v3\/enterprise\/(members\/(idp-)?users|sessions|metrics\/prs|consumption\/daily\/users\/[^/?#]+)$/;
        for (const path of paths(emulator)) expect(path).toMatch(place);
        expect(new Set(emulator.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
      },
    ),
  );

  it.concurrent.each(['.', '..'])('that cannot be encoded safely are refused: %s', (id) =>
    withEmulator({ customize: (people) => void Object.assign(people[0] ?? {}, { id }) }, async (emulator) => {
      const streams = ['daily_user_consumption'];
      const run = await read({ emulator, streams, config: { start_date: '2026-11-15' } });
      expect(run.exitCode).toBe(1);
      expect(run.error('daily_user_consumption')?.message).toContain(`Not a path segment: "${id}"`);
      // The others are read.
      const others = expectedMembers(emulator, 'enterprise').filter((member) => member.user_id !== id);
      expect(run.records('daily_user_consumption')).toHaveLength(6 * others.length);
      for (const path of paths(emulator)) expect(path).toMatch(/\/(idp-)?users(\/[^/]{3,})?$/);
    }),
  );

  it.concurrent('of an organization are encoded', () =>
    withEmulator({}, async (emulator) => {
      const config = configOf(emulator, 'organization', { org_id: '../enterprise' });
      const run = await check({ ...config, api_key: emulator.keys.enterprise });
      expect(run.connectionStatus.status).toBe('FAILED');
      for (const path of paths(emulator))
        expect(path).toMatch(/^\/v3(beta1)?\/(self|(enterprise\/)?organizations\/\.\.%2Fenterprise\/)/);
    }),
  );
});

describe('an answer above 16 MiB, even with few items', () => {
  const page = (): Readable =>
    Readable.from(
      (function* () {
        yield '{"items": [';
        for (let mebibytes = 0; mebibytes < 100; mebibytes += 1) yield ' '.repeat(2 ** 20);
        yield ']}';
      })(),
    );
  const plain: RequestListener = (_, response) => void page().pipe(response);
  const compressed: RequestListener = (_, response) =>
    void page().pipe(createGzip()).pipe(response.setHeader('Content-Encoding', 'gzip'));

  it.concurrent.each([
    ['uncompressed', plain],
    ['compressed to a thousandth', compressed],
  ])('is refused, %s', async (_, listener) => {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await withEmulator({}, async (emulator) => {
        const config = { api_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
        const run = await read({ emulator, config, streams: ['members'] });
        expect(run.error('members')).toMatchObject({
          failure_type: 'system_error',
          message: expect.stringContaining(
            'longer than 16 MiB although the request was for only one item',
          ) as string,
        });
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('personal data', () => {
  it.concurrent('e-mails and names are in no log, and only in the state of members', () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({
        path: '*/users/*',
        kind: 'status',
        status: 500,
        occurrences: [1, 3],
        retryAfter: 0.05,
      });
      emulator.faults.add({ path: '*/sessions', kind: 'wrong-types' });
      const streams = (await discover('enterprise')).map(({ name }) => name);
      const config = { start_date: '2026-11-15' };
      const run = await read({ emulator, streams, config, env: { LOG_LEVEL: 'TRACE' } });
      expect(run.error('sessions')).toBeDefined();
      const people = expectedMembers(emulator, 'enterprise').flatMap(({ email, name }) => [email, name]);
      const tells = (value: unknown): boolean =>
        people.some(
          (text) =>
            typeof text === 'string' && JSON.stringify(value).includes(JSON.stringify(text).slice(1, -1)),
        );
      const withPeople = streams.filter((stream) => tells(run.state(stream) ?? null));
      expect(withPeople).toEqual(['members']);
      const others = run.messages.filter(({ type }) => type === 'LOG' || type === 'TRACE');
      expect(others.length).toBeGreaterThan(50);
      expect(others.filter(tells)).toEqual([]);
    }),
  );
});
