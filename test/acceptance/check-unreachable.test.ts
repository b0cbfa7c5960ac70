import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from '../../emulator/emulator';
import { expectFailed, expectSucceeded } from './check-result';
import { check, configOf, scopes, withEmulator } from './harness';
import { skippedWaits } from './skipped-waits';

it.concurrent.each(scopes)('no_resources: no member is visible, in %s scope', (scope) =>
  withEmulator({}, async (emulator) => {
    emulator.faults.add({ path: '*/members/*', kind: 'empty-list' });
    expectFailed(await check(configOf(emulator, scope)), 'no_resources', 'No member');
  }),
);

/** What api_url may be. */
const forms =
  /set api_url to .*https:\/\/api\.devin\.ai or https:\/\/<company>\.devinenterprise\.com\/api or https:\/\/api\.<company>\.devinenterprise\.com/;

describe('unreachable: names the host', () => {
  it.concurrent('no server is listening', async () => {
    let url = '';
    await withEmulator({}, (emulator) => {
      ({ url } = emulator);
      return Promise.resolve();
    });
    const run = await check({ scope: 'enterprise', api_key: 'cog_of_nobody_at_all', api_url: url });
    expectFailed(run, 'unreachable', url.slice('http://'.length));
  });

  it.concurrent('the server does not use TLS', () =>
    withEmulator({}, async (emulator) => {
      const api_url = emulator.url.replace('http:', 'https:');
      const run = await check(configOf(emulator, 'enterprise', { api_url }));
      expectFailed(run, 'unreachable', `127.0.0.1:${emulator.port}`);
    }),
  );

  it.concurrent.each<[name: string, fault: Parameters<Emulator['faults']['add']>[0], says: RegExp]>([
    ['500', { path: '*', kind: 'status', status: 500, retryAfter: 0.05 }, /500 Internal Server Error/],
    ['503 of a probe', { path: '*/metrics/prs', kind: 'status', status: 503, retryAfter: 0.05 }, /503/],
    ['a web page', { path: '*', kind: 'html200' }, forms],
    ['a web page with 404', { path: '*', kind: 'status', status: 404, body: 'html' }, forms],
    ['404', { path: '*', kind: 'status', status: 404 }, forms],
    ['no answer', { path: '*', kind: 'stall' }, /took too long/],
    ['a truncated answer', { path: '*', kind: 'cut-off' }, /cut off/],
  ])('%s', (_, fault, says) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add(fault);
      const run = await check(configOf(emulator, 'enterprise'));
      expectFailed(run, 'unreachable', says, `127.0.0.1:${emulator.port}`);
      expect(run.durationMs).toBeLessThan(30_000);
    }),
  );

  it.concurrent('JSON that is not from Devin', async () => {
    const other = createServer((_, response) => response.end('{"hello": "world"}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const api_url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const run = await check({ scope: 'enterprise', api_key: 'cog_of_nobody_at_all', api_url });
    other.close();
    expectFailed(run, 'unreachable', `${api_url} does not answer like Devin's API`, forms);
  });
});

describe('rate_limited: gives up within 30 s', () => {
  it.concurrent.each([
    ['to every request', '*'],
    ['to a probe', '*/metrics/prs'],
  ])('429 %s: fails at once where Devin asks for a longer wait', (_, path) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path, kind: 'status', status: 429, retryAfter: 31 });
      const run = await check(configOf(emulator, 'enterprise'));
      expectFailed(run, 'rate_limited', '429 Too Many Requests');
      expect(emulator.requestCounts().byStatus['429']).toBe(1);
      expect(run.durationMs).toBeLessThan(30_000);
    }),
  );

  it.concurrent('also where Devin answers slowly', () =>
    withEmulator({}, async (emulator) => {
      emulator.limits.latencyMs = 9_000;
      emulator.faults.add({ path: '*/metrics/prs', kind: 'status', status: 429, retryAfter: 0.5 });
      const run = await check(configOf(emulator, 'enterprise'));
      expectFailed(run, 'rate_limited', '429 Too Many Requests', '/v3/enterprise/metrics/prs');
      expect(run.durationMs).toBeLessThan(30_000);
    }),
  );

  it.concurrent('but a short wait is respected', () =>
    withEmulator({}, async (emulator) => {
      const fault = { kind: 'status', status: 429, retryAfter: 0.1, occurrences: [1, 2] } as const;
      emulator.faults.add({ ...fault, path: '/v3/self' });
      expectSucceeded(await check(configOf(emulator, 'enterprise')));
    }),
  );
});

describe('an answer of any status', () => {
  const statuses = [300, 304, 400, 402, 405, 410, 421, 451, 501, 599];
  /** Devin says no to this account, or to this endpoint; what else is answered is not for Devin to say. */
  const codeOf = (status: number) =>
    [402, 410, 451].includes(status) ? 'invalid_permissions' : 'unreachable';

  it.concurrent.each(statuses.filter((status) => status !== 410))(
    '%i to every request fails the check, and the message names the status',
    (status) =>
      withEmulator({}, async (emulator) => {
        emulator.faults.add({ path: '*', kind: 'status', status });
        const run = await check(configOf(emulator, 'enterprise'), skippedWaits);
        expectFailed(run, codeOf(status), String(status));
      }),
  );

  it.concurrent.each(statuses)('%i to the probe of a core stream also fails the check', (status) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/members/users', kind: 'status', status });
      const run = await check(configOf(emulator, 'organization'), skippedWaits);
      expectFailed(run, codeOf(status), status === 410 ? 'not found for' : String(status));
    }),
  );

  it.concurrent.each(statuses)('%i to another probe: the check succeeds and names the streams', (status) =>
    withEmulator({}, async (emulator) => {
      emulator.faults.add({ path: '*/sessions', kind: 'status', status });
      const run = await check(configOf(emulator, 'enterprise'), skippedWaits);
      expectSucceeded(run);
      const streams = 'sessions, daily_session_consumption, session_messages';
      const said =
        status === 410 ? `ViewAccountSessions: not found for ${streams}` : `${streams}: .*${status}`;
      expect(run.connectionStatus.message).toMatch(new RegExp(`^- ${said}`, 'm'));
      expect(run.logs('WARN').join('\n')).toMatch(new RegExp(`Cannot be read: ${said}`));
    }),
  );
});
